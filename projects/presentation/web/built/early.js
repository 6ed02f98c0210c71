/* Built by nox -s scripts from the modules beside this folder; MIT, see LICENSE. */
(()=>{var{src}=document.currentScript;for(let[as,href]of new URLSearchParams(new URL(src).hash.slice(1))){let link=Object.assign(
document.createElement("link"),{rel:"preload",as,href});as==="fetch"&&(link.crossOrigin="anonymous"),document.head.append(
link)}})();
