/* Built by nox -s scripts from the modules beside this folder; MIT, see LICENSE. */
(()=>{var state={map:null,config:null,areas:null,records:null,shown:null,layers:{county:!0,town:!0,park:!0,base:!0,project:!0},
lang:"zh",selected:-1,hasFocus:!1,chosen:[],outlines:[],datum:"wgs84",revision:0,drawnAt:0,scale:1,played:null,playMode:"\
force"};var read=async url=>{let early=await taken(String(url));if(early)return early;let answer=await fetch(url);if(!answer.ok)
throw new Error(url+": "+answer.status);return answer.json()};function taken(url){let found=window.projectMapEarly?.get(
url);return window.projectMapEarly?.delete(url),found}var json=url=>read(url);function t(key,values){return(state.config.texts[state.lang][key]||key).replace(/\{(\w+)\}/g,(whole,name)=>values&&name in
values?String(values[name]):whole)}function el(tag,attributes,...children){let node=document.createElement(tag);for(let[name,value]of Object.entries(attributes||
{}))name==="style"?Object.assign(node.style,value):name.startsWith("on")?node.addEventListener(name.slice(2),value):node.
setAttribute(name,String(value));for(let child of children.flat(1/0))child!=null&&child!==""&&node.append(child);return node}var colours=new Map;function colour(name){let known=colours.get(name)??ruled(name);return colours.set(name,known),known}
var ruled=name=>getComputedStyle(document.documentElement).getPropertyValue("--"+name).trim();async function styled(){for(;!ruled(
"ink");)await new Promise(resolve=>setTimeout(resolve,10))}function setTheme(name){document.documentElement.dataset.theme=
name,colours.clear()}var listener=null;var sent=0;function send(action){if(listener)return listener(action),"";sent+=1;let value={...action,number:`${started}-${sent}`};
return window.parent.postMessage({isStreamlitMessage:!0,type:"streamlit:setComponentValue",value,dataType:"json"},"*"),value.
number}var started=Date.now(),isOnMap=event=>event.originalEvent.target.isConnected;function nameZoom(map){for(let[name,
key]of[["in","map.zoom.in"],["out","map.zoom.out"]]){let button2=map.getContainer().querySelector(`.leaflet-control-zoom\
-${name}`);button2&&(button2.setAttribute("title",t(key)),button2.setAttribute("aria-label",t(key)))}}var number=value=>value.
toLocaleString("en-US");function dropOldThemes(){Array.from(document.head.querySelectorAll("style")).filter(each=>each.textContent.includes("--p\
rimary-color")).slice(0,-1).forEach(each=>each.remove())}var STEP_MS=900,bar,year=null,years,paint=()=>{},timer=0,button,slider,told,close,countryPlay={year:()=>year,load(given,draw2){
years=given,paint=draw2,bar||make(),slider.min=String(years.start),slider.max=String(years.end),year!==null&&(year<years.
start||year>years.end)&&set(null),speak()}};function make(){button=el("button",{type:"button",class:"pc-start",onclick:toggle}),
slider=el("input",{type:"range",step:"1",oninput:()=>{stop(),set(Number(slider.value))}}),told=el("output",{}),close=el(
"button",{type:"button",class:"pc-all",onclick:()=>{stop(),set(null)}}),bar=el("div",{class:"pc-play"},button,slider,told,
close),L.DomEvent.disableClickPropagation(bar),L.DomEvent.disableScrollPropagation(bar),state.map.getContainer().append(
bar)}function speak(){button.textContent=timer?"❚❚":"▶",button.setAttribute("aria-label",t(timer?"map.play.pause":
"map.play.start")),slider.setAttribute("aria-label",t("map.play.year")),close.textContent=t("country.map.all_years"),close.
hidden=year===null,told.textContent=year===null?`${years.start}–${years.end}`:String(year),slider.value=String(year===
null?years.end:year)}function set(value){year=value,speak(),paint()}function toggle(){if(timer){stop(),speak();return}set(
year===null||year>=years.end?years.start:year+1),timer=setInterval(()=>{year===null||year>=years.end?stop():set(year+1),
speak()},STEP_MS),speak()}function stop(){clearInterval(timer),timer=0}var GRID_DEG=.001,CITY="city",LABEL_PX=12,LABEL_GAP_PX=4,LABEL_HEIGHT_PX=32,PADDING_PX=24,LARGE_PX=1500,LARGE=1.7,NAMED=new Set(
["province",CITY,"county"]),levels=new Map,urls,wanted=null,shown,frame="",labels,lines,legend,tip,revision=0,drawnAt=0,
countryMap={async start(map,given){if(state.map){location.reload();return}state.map=map,urls=given,map.attributionControl.
setPrefix(!1);let[config]=await Promise.all([json(urls.config),load("province"),styled()]);state.config=config,Object.assign(
map.createPane("pc-lines").style,{zIndex:450,pointerEvents:"none"}),lines=L.layerGroup().addTo(map),labels=L.layerGroup().
addTo(map),legend=el("div",{class:"pm-legend","data-corner":"bottomleft"}),map.getContainer().append(legend),tip=L.tooltip(
{sticky:!0,className:"pc-tip",opacity:1}),map.on("moveend",drawLabels),map.on("click",event=>{isOnMap(event)&&shown&&shown.
path.length&&send({do:"unit",code:shown.path.slice(-2,-1)[0]||""})}),new ResizeObserver(()=>{map.invalidateSize({animate:!1}),
shown&&fit(!0)}).observe(map.getContainer()),wanted&&await draw(wanted)},show(request){wanted=request,dropOldThemes(),legend&&
draw(request)},stats(){return shown?{ready:!0,revision,drawn_at:performance.timeOrigin+drawnAt,level:shown.level,total:shown.
total,counts:counted(),areas:[...levels.get(shown.level).units.keys()].filter(isInside).length,labels:labels.getLayers().
length,path:shown.path,year:countryPlay.year(),zoom:state.map.getZoom()}:{ready:!1}}};window.countryMap=countryMap;window.
PM={state};function counted(){let year2=countryPlay.year();if(year2===null)return shown.counts;let at=year2-shown.years.
start;return Object.fromEntries(Object.entries(shown.years.table).map(([code,row])=>[code,row[at]]).filter(([,count])=>count))}
async function load(level){return levels.has(level)||levels.set(level,json(urls[level]).then(data=>build(level,data)).then(
made=>levels.set(level,made)&&made)),levels.get(level)}function build(level,data){let renderer=L.canvas({padding:.3}),layer=L.
layerGroup(),units=new Map;for(let[code,name,short,above,point,rings]of data.units){let shape=L.polygon(rings.map(corners),
{renderer,smoothFactor:.6});shape.on("click",event=>{L.DomEvent.stopPropagation(event),send({do:"unit",code})}),shape.on(
"mousemove",event=>showTip(code,event.latlng)),shape.on("mouseout",()=>state.map.closeTooltip(tip)),shape.addTo(layer),units.
set(code,{name,short,above,point,shape})}return{layer,units}}function corners(steps){let x=0,y=0,found=[];for(let i=0;i<
steps.length;i+=2)x+=steps[i],y+=steps[i+1],found.push([y*GRID_DEG,x*GRID_DEG]);return found}async function draw(request){
if(await load("province"),await load(request.level),request!==wanted)return;let other=!shown||request.level!==shown.level;
if(shown=request,state.lang=request.lang,setTheme(request.theme),nameZoom(state.map),other){for(let[,made]of levels)made.
layer&&made.layer.remove();levels.get(request.level).layer.addTo(state.map)}countryPlay.load(request.years,paint2),paint2(),
drawLines(),fit(!1),revision+=1}var isInside=code=>{let chosen=shown.path[shown.path.length-1];if(!chosen||code===chosen)
return!0;let unit=levels.get(shown.level).units.get(code);return unit.above.includes(chosen)?!0:shown.level==="county"&&
shown.path.length===3&&unit.above.includes(shown.path[1])};function paint2(){let counts=counted(),chosen=shown.path[shown.
path.length-1],line=colour("county-line");for(let[code,{shape}]of levels.get(shown.level).units){let inside=isInside(code),
isChosen=code===chosen&&shown.path.length===3;shape.setStyle({fillColor:inside?fill(counts[code]||0):colour("county-fill"),
fillOpacity:inside?1:.45,color:isChosen?colour("accent"):line,weight:isChosen?2:inside?.8:.3}),isChosen&&shape.bringToFront()}
drawLegend(),drawLabels(),drawnAt=performance.now()}var fill=count=>{if(!count)return colour("county-fill");let at=shown.
classes.findIndex(bound=>count<=bound);return colour(`class-${(at<0?shown.classes.length-1:at)+1}`)};function drawLines(){
lines.clearLayers();let style={renderer:L.canvas({padding:.3,pane:"pc-lines"}),fill:!1,interactive:!1,pane:"pc-lines"};for(let[
,{shape}]of levels.get("province").units)L.polygon(shape.getLatLngs(),{...style,color:colour("city-line"),weight:shown.level===
"province"?1:1.4,smoothFactor:.6}).addTo(lines);for(let steps of state.config.lines.flat())L.polyline(corners(steps),{...style,
color:colour("city-line"),weight:1.4}).addTo(lines)}function fit(again){let key=shown.path.join("/");if(!again&&key===frame)
return;frame=key;let[west,south,east,north]=state.config.bounds,bounds=L.latLngBounds([[south,west],[north,east]]);if(shown.
path.length){let code=shown.path[shown.path.length-1],own=levels.get(shown.level).units,shapes=own.has(code)&&shown.path.
length===3?[own.get(code).shape]:[...own].filter(([one])=>isInside(one)).map(([,unit])=>unit.shape);shapes.length&&(bounds=
shapes.reduce((sum,shape)=>sum.extend(shape.getBounds()),L.latLngBounds([])))}state.map.fitBounds(bounds,{padding:[PADDING_PX,
PADDING_PX],animate:!1}),drawLabels()}function drawLabels(){if(!shown||!labels)return;labels.clearLayers();let counts=counted(),
taken2=[],{map}=state,isLarge=Math.min(...Object.values(map.getSize()))>LARGE_PX;document.documentElement.classList.toggle(
"pm-large",isLarge);let scale=isLarge?LARGE:1,height=LABEL_HEIGHT_PX*scale,view=map.getBounds(),units=[...levels.get(shown.
level).units].filter(([code,unit])=>isInside(code)&&view.contains([unit.point[1],unit.point[0]]));units.sort(([a],[b])=>(counts[b]||
0)-(counts[a]||0));for(let[code,unit]of units){let box=unit.shape.getBounds(),room=map.latLngToLayerPoint(box.getSouthEast()).
subtract(map.latLngToLayerPoint(box.getNorthWest())),text=counts[code]?number(counts[code]):"",width=Math.max(unit.short.
length*LABEL_PX,text.length*7)*scale+LABEL_GAP_PX;if(room.x<width*.8||room.y<height*.7)continue;let at=map.latLngToLayerPoint(
[unit.point[1],unit.point[0]]),frameOf=[at.x-width/2,at.y-height/2,at.x+width/2,at.y+height/2];if(taken2.some(other=>overlap(
other,frameOf)))continue;taken2.push(frameOf);let dark=counts[code]&&shown.classes.findIndex(bound=>counts[code]<=bound)>=
3,html=el("div",{class:dark?"pc-label pc-on-dark":"pc-label"},el("span",{},unit.short),el("b",{},text));L.marker([unit.point[1],
unit.point[0]],{interactive:!1,icon:L.divIcon({className:"",html,iconSize:[width,height]})}).addTo(labels)}}var overlap=(a,b)=>a[0]<
b[2]&&b[0]<a[2]&&a[1]<b[3]&&b[1]<a[3];function drawLegend(){let rows=[],low=1;shown.classes.forEach((bound,at)=>{let range=low===
bound?number(bound):`${number(low)}–${number(bound)}`;rows.push(el("div",{class:"pc-class"},el("i",{style:{background:colour(
`class-${at+1}`)}}),range)),low=bound+1});let wide=shown.wide?el("div",{class:"pc-wide"},t("country.map.wide",{count:number(
shown.wide)})):null;legend.replaceChildren(el("div",{class:"pc-title"},t(`country.map.${NAMED.has(shown.level)?shown.level:
CITY}`)),...rows,...wide?[wide]:[])}function showTip(code,at){let unit=levels.get(shown.level).units.get(code),count=counted()[code]||
0,node=el("div",{},el("b",{},unit.name),el("div",{},t("country.map.records",{count:number(count)})));tip.setLatLng(at).setContent(
node),state.map.hasLayer(tip)||tip.addTo(state.map)}})();
