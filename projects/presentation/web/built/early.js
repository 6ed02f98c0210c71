/* Built by nox -s scripts from the modules beside this folder; MIT, see LICENSE. */
(()=>{var{src}=document.currentScript;window.projectMapEarly=new Map;for(let[as,href]of new URLSearchParams(new URL(src).hash.
slice(1)))as==="fetch"?window.projectMapEarly.set(href,fetched(href)):document.head.append(Object.assign(document.createElement(
"link"),{rel:"preload",as,href}));function fetched(href){return fetch(href).then(answer=>answer.ok?answer.json():null).catch(
()=>null)}})();
