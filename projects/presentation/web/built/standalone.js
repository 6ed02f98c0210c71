/* Built by nox -s scripts from the modules beside this folder; MIT, see LICENSE. */
(()=>{var __defProp=Object.defineProperty;var __export=(target2,all)=>{for(var name in all)__defProp(target2,name,{get:all[name],enumerable:!0})};var FONT='"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif',state={map:null,config:null,
areas:null,records:null,shown:null,layers:{county:!0,town:!0,park:!0,base:!0,project:!0},lang:"zh",selected:-1,hasFocus:!1,
chosen:[],outlines:[],datum:"wgs84",revision:0,drawnAt:0,scale:1,played:null,playMode:"force"};function array(text,Type){
let raw=atob(text),bytes=new Uint8Array(raw.length);for(let i=0;i<raw.length;i+=1)bytes[i]=raw.charCodeAt(i);return new Type(
bytes.buffer)}function bits(text,count3){let bytes=array(text,Uint8Array),found2=new Uint8Array(count3);for(let i=0;i<count3;i+=
1)found2[i]=bytes[i>>3]>>(i&7)&1;return found2}function sum(mask){let total3=0;for(let i=0;i<mask.length;i+=1)total3+=mask[i];
return total3}var read=async url2=>{let early=await taken(String(url2));if(early)return early;let answer=await fetch(url2);
if(!answer.ok)throw new Error(url2+": "+answer.status);return answer.json()};function taken(url2){let found2=window.projectMapEarly?.
get(url2);return window.projectMapEarly?.delete(url2),found2}var json=url2=>read(url2),readBy=other=>{read=other};function t(key8,values){
return(state.config.texts[state.lang][key8]||key8).replace(/\{(\w+)\}/g,(whole3,name)=>values&&name in values?String(values[name]):
whole3)}var label=item3=>item3[state.lang==="en"?"label_en":"label_zh"];function el(tag,attributes,...children){let node=document.
createElement(tag);for(let[name,value]of Object.entries(attributes||{}))name==="style"?Object.assign(node.style,value):name.
startsWith("on")?node.addEventListener(name.slice(2),value):node.setAttribute(name,String(value));for(let child of children.
flat(1/0))child!=null&&child!==""&&node.append(child);return node}function icon(path){let name="http://www.w3.org/2000/s\
vg",svg=document.createElementNS(name,"svg"),line=document.createElementNS(name,"path");return Object.entries({viewBox:"\
0 0 20 20",width:"20",height:"20",fill:"none",stroke:"currentColor","stroke-width":"1.5","stroke-linejoin":"round","aria\
-hidden":"true"}).forEach(([key8,value])=>svg.setAttribute(key8,value)),line.setAttribute("d",path),svg.append(line),svg}
var colours=new Map;function colour(name){let known=colours.get(name)??ruled(name);return colours.set(name,known),known}
var ruled=name=>getComputedStyle(document.documentElement).getPropertyValue("--"+name).trim();async function styled(){for(;!ruled(
"ink");)await new Promise(resolve=>setTimeout(resolve,10))}function setTheme(name){document.documentElement.dataset.theme=
name,colours.clear()}var listener=null,tellTo=act=>{listener=act},sent=0;function send(action){if(listener)return listener(
action),"";sent+=1;let value={...action,number:`${started}-${sent}`};return window.parent.postMessage({isStreamlitMessage:!0,
type:"streamlit:setComponentValue",value,dataType:"json"},"*"),value.number}var started=Date.now(),isOnMap=event=>event.
originalEvent.target.isConnected;function nameZoom(map2){for(let[name,key8]of[["in","map.zoom.in"],["out","map.zoom.out"]]){
let button4=map2.getContainer().querySelector(`.leaflet-control-zoom-${name}`);button4&&(button4.setAttribute("title",t(
key8)),button4.setAttribute("aria-label",t(key8)))}}var number=value=>value.toLocaleString("en-US"),counted=mask=>number(
sum(mask));function dropOldThemes(){Array.from(document.head.querySelectorAll("style")).filter(each=>each.textContent.includes(
"--primary-color")).slice(0,-1).forEach(each=>each.remove())}var steps=[];function redraw(){for(let act of steps)act()}var painted=act=>requestAnimationFrame(()=>requestAnimationFrame(
act));var choices=null,ahead={async load(url2){let found2=await json(url2);for(let each of Object.values(found2))each.start=array(
each.start,Uint32Array),each.list=array(each.list,Uint32Array);choices=found2},isReady:()=>choices!==null,show(chosen){draw(
chosen,state.lang)},query(query){let lists2=Object.fromEntries(Object.keys(choices||{}).map(key8=>[key8,query[key8]||[]])),
[from,to]=[query.from,query.to].map(year2=>year2&&Number(year2[0])),known=new Set([...Object.keys(lists2),"from","to"]),
rest=asked3=>JSON.stringify(Object.entries(asked3).filter(([key8])=>!known.has(key8)).sort());rest(query)===rest(state.query)&&
draw({lists:lists2,years:from||to?[from||-1/0,to||1/0]:null},"values")},mask({lists:lists2,years:years3},names3){let{records}=state,
mask=state.others?state.others.slice():new Uint8Array(records.count).fill(1);for(let[key8,asked3]of Object.entries(lists2)){
if(!asked3.length)continue;let choice3=choices&&choices[key8],found2=choice3&&members(choice3,names3,asked3);if(!found2)
return null;for(let i=0;i<mask.length;i+=1)mask[i]&=found2[i]}return years3?mask.map((bit,record)=>bit&overlaps(record,years3)):
mask}};function draw(chosen,names3){let mask=choices&&state.shown&&ahead.mask(chosen,names3);mask&&(Object.assign(state,
{shown:mask,count:counted(mask),answered:!1}),redraw())}function members(choice3,names3,asked3){let{start:start3,list:list5}=choice3,
found2=new Uint8Array(state.records.count);for(let one of asked3){let at4=choice3[names3].indexOf(one);if(at4<0)return null;
for(let i=start3[at4];i<start3[at4+1];i+=1)found2[list5[i]]=1}return found2}function overlaps(record,[first,last3]){let{
year_start:start3,year_end:end2,year_base:base}=state.records;return start3[record]&&end2[record]&&end2[record]+base>=first&&
start3[record]+base<=last3?1:0}var PANES={ground:300,town:310,park:320,county:330,outline:340,lit:350},shapes={},renderers={},byCode=new Map,fills=new Map,
filled=new Map,under=null,areas={add(map2){for(let[name,zIndex]of Object.entries(PANES))map2.createPane("pm-"+name).style.
zIndex=String(zIndex),shapes[name]=L.layerGroup().addTo(map2),renderers[name]=L.svg({pane:"pm-"+name,padding:.5})},load(collection){
Object.values(shapes).forEach(group5=>group5.clearLayers()),byCode.clear(),fills.clear(),collection.features.forEach(feature=>byCode.
set(feature.properties.code,feature));for(let feature of collection.features){let{level}=feature.properties;level==="cou\
nty"&&draw2("ground","ground",feature,!0),draw2(level==="zone"?"county":level,level,feature,level==="town"||level==="par\
k")}draw2("outline","outline",collection.outline,!1)},filled:()=>filled,under:()=>under,feature:code2=>byCode.get(code2),
all:()=>Array.from(byCode.values()),outlinePoints(){let{type,coordinates}=state.areas.outline.geometry,corners4=(type===
"Polygon"?coordinates:coordinates.flat()).flat().map(([lon,lat])=>[lat,lon]),seats=this.all().map(({properties})=>[properties.
lat,properties.lon]);return[...corners4,...seats]},setVisible(name,visible2){let names3=name==="county"?["ground","count\
y","outline"]:[name];for(let each of names3)shapes[each]&&(visible2?shapes[each].addTo(state.map):shapes[each].remove())},
fill(colours3,opacity){filled=colours3,fills.forEach((layers2,code2)=>layers2.forEach(layer=>{let tint=colours3.get(code2),
path=layer.getElement();path&&(path.style.fill=tint||"",path.style.fillOpacity=tint?tint===colour("county-fill")?"1":opacity:
"")}))},light(codes,wanted3,paths=[]){shapes.lit.clearLayers();for(let path of paths)L.polyline(path,options("lit","cour\
se")).addTo(shapes.lit);for(let code2 of codes){let feature2=byCode.get(code2);if(!feature2)continue;let{level,lat,lon,radius_m}=feature2.
properties;draw2("lit","lit",feature2,!1),radius_m&&(level==="town"||level==="park")&&L.circle([lat,lon],{...options("li\
t","radius"),radius:radius_m}).addTo(shapes.lit)}let feature=byCode.get(wanted3);feature&&!codes.includes(wanted3)&&draw2(
"lit","wanted",feature,!1)}};function draw2(layer,style,feature,interactive){let{code:code2,dashed,radius_m,is_urban}=feature.
properties,marks2=(dashed===!0&&style!=="ground"?" pm-dashed":"")+(is_urban&&style==="town"?" pm-urban":""),looks=options(
layer,style+marks2),drawn4=L.geoJSON(feature,{...looks,interactive,style:{className:looks.className},pointToLayer:(_,point2)=>L.
circle(point2,{...looks,radius:radius_m||500})});drawn4.addTo(shapes[layer]),drawn4.eachLayer(each=>{if((style==="ground"||
style==="town"||style==="zone")&&fills.set(code2,[...fills.get(code2)||[],each]),!interactive)return;let area2=feature;each.
on("mouseover click",()=>{under=area2}),each.on("mouseout",()=>{under===area2&&(under=null)})})}var options=(layer,style)=>({
pane:"pm-"+layer,renderer:renderers[layer],interactive:!1,smoothFactor:.6,className:`pm-area pm-area-${style}`});var counties=new Map,visible=new Uint8Array(0),total=0,isOffered=record=>state.shown[record]===1&&state.layers[state.config.
kinds[state.records.kind[record]].code],isVisible=record=>visible[record]===1,visibleMask=()=>visible;function look(){let{
shown:shown2,records,config,layers:layers2,played}=state,isOn3=config.kinds.map(kind=>layers2[kind.code]?1:0);visible.length!==
records.count&&(visible=new Uint8Array(records.count)),total=0;for(let record=0;record<records.count;record+=1){let bit=shown2[record]&
isOn3[records.kind[record]]&(played?played[record]:1);visible[record]=bit,total+=bit}}var visibleCount=()=>total,isCounted=code2=>counties.
has(code2),countyRecords=code2=>(counties.get(code2)||[]).filter(isVisible);function recordsIn(code2){let{records}=state,
found2=new Set(counties.get(code2));for(let name of["county","town"])records[name].forEach((number2,record)=>{records[`${name}\
_sets`][number2].includes(code2)&&found2.add(record)});for(let place5=0;place5<records.places.count;place5+=1)records.places.
codes[place5]===code2&&records.places.list.slice(records.places.start[place5],records.places.start[place5+1]).forEach(record=>found2.
add(record));return Array.from(found2).sort((a,b)=>a-b)}var countyCount=code2=>countyRecords(code2).length;function unpack(packed2,url2){
let{places:places2}=packed2;counties=new Map(Object.entries(packed2.counties));let level=array(packed2.level,Uint8Array),
industry=array(packed2.industry,Uint8Array);return{...packed2,chunk_base:new URL(packed2.chunk_folder+"/",url2).href,history_base:new URL(
packed2.history_folder+"/",url2).href,year_start:array(packed2.year_start,Uint8Array),year_end:array(packed2.year_end,Uint8Array),
level,industry,town:array(packed2.town,Uint16Array),county:array(packed2.county,Uint16Array),investment:array(packed2.investment,
Float32Array),project:array(packed2.project,Uint32Array),kind:array(packed2.kind,Uint8Array),family:industry.map(each=>state.
config.industries[each].family),multiLevel:state.config.levels.findIndex(each=>each.code==="multi"),places:{count:places2.
count,codes:places2.codes,degrees:{wgs84:[array(places2.lon,Float64Array),array(places2.lat,Float64Array)],gcj02:[array(
places2.lon_gcj02,Float64Array),array(places2.lat_gcj02,Float64Array)]},level:array(places2.level,Uint8Array),radius:array(
places2.radius,Float32Array),start:array(places2.start,Uint32Array),list:array(places2.list,Uint32Array)}}}function years(record){let{year_start:start3,year_end:end2,year_base:base}=state.records;return start3[record]?[start3[record]+
base,end2[record]+base]:[]}function yearRange(){let{year_start:start3,year_end:end2,year_base:base}=state.records,starts=start3.
filter(Boolean);return starts.length?[base+starts.reduce((a,b)=>Math.min(a,b)),base+end2.reduce((a,b)=>Math.max(a,b))]:null}
var admits=record=>state.played===null||state.played[record]===1;function admitsIn(record,wanted3){let{year_start:start3,
year_end:end2,year_base:base}=state.records,at4=wanted3-base;return start3[record]>0&&start3[record]<=at4&&(state.playMode===
"sum"||end2[record]>=at4)}var MODES=["points","county_count","county_investment","county_diversity","county_industry","town_count","town_investmen\
t","town_diversity","town_industry"],CLASSES=5,SKEWED=3,NICE=[1,1.5,2,2.5,3,4,5,6,8,10],YI=1e4,mode="points",tallies=null,
legend=null,playedKey="",playedShown=null,playedValues=[],shading={MODES,mode:()=>mode,isOn:()=>mode!=="points",level:()=>mode.
startsWith("town")?"town":"county",set(wanted3){mode=MODES.includes(wanted3)?wanted3:"points",redraw()},render(){tallies=
null,legend=null;let fills2=new Map;if(this.isOn()){let[level,measure2]=mode.split("_"),features=areas.all().filter(({properties})=>properties.
level===level||level==="county"&&properties.level==="zone");legend=measure2==="industry"?byIndustry(features,fills2):byValue(
features,fills2,measure2)}areas.fill(fills2,mode.endsWith("industry")?"0.65":"0.85"),state.map.getContainer().classList.
toggle("pm-shaded",this.isOn())},legend:()=>legend,tally:code2=>tallied().get(code2),lead,breaks,figure(code2){let tally2=tallied().
get(code2);return!tally2||mode.endsWith("industry")?tally2?String(tally2.count):"":mode.endsWith("diversity")?tally2.diversity?
tally2.diversity.toFixed(1):"":mode.endsWith("investment")?tally2.investment?amount(tally2.investment):"":String(tally2.
count)}};function tallied(){return tallies=tallies||count(isVisible),tallies}function count(isCounted2){let{records,config}=state,
found2=new Map;for(let record=0;record<records.count;record+=1)if(isCounted2(record))for(let codes of[records.county_sets[records.
county[record]],records.town_sets[records.town[record]]])for(let code2 of codes){let tally2=found2.get(code2)||{count:0,
investment:0,diversity:0,families:new Uint32Array(config.families.length),industries:new Uint32Array(config.industries.length)};
found2.set(code2,tally2),tally2.count+=1,tally2.families[records.family[record]]+=1,tally2.industries[records.industry[record]]+=
1,codes.length===1&&(tally2.investment+=records.investment[record])}for(let tally2 of found2.values())tally2.diversity=diversity(
tally2.industries.filter((_,at4)=>config.industries[at4].family<config.families.length-1));return found2}function diversity(counts){
let total3=counts.reduce((sum2,each)=>sum2+each,0);if(!total3)return 0;let entropy=counts.reduce((sum2,each)=>sum2-(each?
each/total3*Math.log(each/total3):0),0);return Math.round(10*Math.exp(entropy))/10}var codeOf=feature=>feature.properties.
code,amount=wan=>(wan/YI).toLocaleString("en-US",{maximumSignificantDigits:3});function cover(feature,fills2){feature.properties.
level==="zone"&&fills2.set(codeOf(feature),colour("county-fill"))}function byValue(features,fills2,measure2){let value=feature=>(tallied().
get(codeOf(feature))||{[measure2]:0})[measure2],values=state.played?inAllYears(features,measure2):features.map(value),limits=breaks(
values.filter(each=>each>0)),colours3=limits.map((_,i)=>colour(`class-${limits.length<CLASSES?Math.round((i+.5)*CLASSES/
limits.length+.5):i+1}`)),sizes=limits.map(()=>0),empty2=0;for(let feature of features){let at4=limits.findIndex(limit=>value(
feature)<=limit);value(feature)<=0?(empty2+=1,cover(feature,fills2)):(sizes[at4]+=1,fills2.set(codeOf(feature),colours3[at4]))}
let text={count:whole,investment:(from,to)=>`${amount(from)}–${amount(to)} ${t("map.shading.unit")}`,diversity:(from,to)=>`${from.
toFixed(1)}–${to.toFixed(1)}`}[measure2];return{rows:[...limits.map((limit,i)=>({colour:colours3[i],text:text(i?limits[i-
1]:0,limit),count:sizes[i]})).reverse(),{colour:colour("county-fill"),text:t("map.shading.zero"),count:empty2}],notes:notes(
measure2)}}function inAllYears(features,measure2){let[first,last3]=yearRange()||[0,-1],key8=JSON.stringify([mode,state.playMode,
state.layers]);if(key8===playedKey&&state.shown===playedShown)return playedValues;[playedKey,playedShown]=[key8,state.shown],
playedValues=[];for(let year2=first;year2<=last3;year2+=1){let found2=count(record=>isOffered(record)&&admitsIn(record,year2));
playedValues.push(...features.map(feature=>(found2.get(codeOf(feature))||{[measure2]:0})[measure2]))}return playedValues}
function byIndustry(features,fills2){let{families:families4}=state.config,sizes=new Map;for(let feature of features){let found2=lead(
codeOf(feature)),key8=found2===null?"zero":found2;sizes.set(key8,(sizes.get(key8)||0)+1),found2!==null?fills2.set(codeOf(
feature),found2<0?colour("tie"):families4[found2].colour):cover(feature,fills2)}let rows=families4.map((family,i)=>({colour:family.
colour,text:label(family),count:sizes.get(i)||0})).filter(row2=>row2.count),[ties,zeros]=[sizes.get(-1),sizes.get("zero")];
return ties&&rows.push({colour:colour("tie"),text:t("map.shading.tie"),count:ties}),zeros&&rows.push({colour:colour("cou\
nty-fill"),text:t("map.shading.zero"),count:zeros}),{rows,notes:notes("count")}}function lead(code2){let tally2=tallied().
get(code2);if(!tally2)return null;let most=Math.max(...tally2.families),at4=tally2.families.indexOf(most);return tally2.
families.lastIndexOf(most)===at4?at4:-1}function notes(measure2){let{records,shown:shown2}=state,level=shading.level(),off=0,
named=0;for(let record=0;record<records.count;record+=1)!shown2[record]||!isVisible(record)||(records[`${level}_sets`][records[level][record]].
length||(off+=1),records.investment[record]>0&&(named+=1));return[level==="county"?t("map.shading.county_note"):"",measure2===
"investment"?named?t("map.shading.named",{count:number(named)}):t("map.shading.nothing"):"",off?t("map.shading.off",{count:number(
off)}):""]}var whole=(from,to)=>from+1===to?String(to):`${number(from+1)}–${number(to)}`;function breaks(values){let sorted=[
...values].sort((a,b)=>a-b),distinct2=[...new Set(sorted)];if(distinct2.length<=CLASSES)return distinct2;let[low,top]=[distinct2[0],
distinct2[distinct2.length-1]],steps3=Array.from({length:CLASSES},(_,i)=>i+1),ways=[limitsAt(steps3.map(i=>sorted[Math.ceil(
i*sorted.length/CLASSES)-1]),top),limitsAt(steps3.map(i=>low*(top/low)**(i/CLASSES)),top),atJumps(distinct2)];return widest(
ways[0],distinct2)<=SKEWED?ways[0]:ways.reduce((best2,way)=>widest(way,distinct2)<widest(best2,distinct2)?way:best2)}function limitsAt(values,top){
let limits=[];return values.forEach((value,i)=>{let isLast=i===values.length-1,limit=rounded(isLast?top:value,isLast);(!limits.
length||limit>limits[limits.length-1])&&limits.push(limit)}),limits}function atJumps(distinct2){return[...distinct2.slice(
1).map((value,i)=>[value/distinct2[i],distinct2[i]]).sort((a,b)=>b[0]-a[0]).slice(0,CLASSES-1).map(([,below])=>below),distinct2[distinct2.
length-1]].sort((a,b)=>a-b)}function widest(limits,distinct2){let inside=limits.map((limit,i)=>distinct2.filter(value=>value<=
limit&&(!i||value>limits[i-1])));return Math.max(...inside.filter(each=>each.length).map(each=>each[each.length-1]/each[0]))}
function rounded(value,up){let unit=10**Math.floor(Math.log10(value)),steps3=unit===1?NICE.filter(Number.isInteger):NICE,
fitting=up?steps3.filter(step2=>step2*unit>=value):steps3;return unit*fitting.reduce((a,b)=>Math.abs(b*unit-value)<Math.
abs(a*unit-value)?b:a)}function worldX(lon,zoom){return(lon+180)/360*256*2**zoom}function worldY(lat,zoom){let sine=Math.sin(lat*Math.PI/180);return(.5-
Math.log((1+sine)/(1-sine))/(4*Math.PI))*256*2**zoom}var REACH_PX=6,FEW=12,courses=[],totals=[],colours2=[],datum="wgs84",byRecord=new Map,lines={add(records){courses=records.
lines.map(line=>({...line,paths:bent(line,line.paths),paths_gcj02:bent(line,line.paths_gcj02)})),totals=courses.map(()=>0),
colours2=courses.map(()=>0),byRecord.clear(),courses.forEach(({list:list5},number2)=>list5.forEach(record=>byRecord.set(
record,number2)))},setDatum(wanted3){datum=wanted3},count(){courses.forEach(({list:list5},number2)=>{let shown2=list5.filter(
isVisible),families4=new Map;shown2.forEach(record=>{let family=state.records.family[record];families4.set(family,(families4.
get(family)||0)+1)}),totals[number2]=shown2.length,colours2[number2]=Array.from(families4).reduce((best2,each)=>each[1]>
best2[1]?each:best2,[0,0])[0]})},has:record=>byRecord.has(record),of:record=>byRecord.get(record),name:number2=>courses[number2].
name,isDashed:number2=>courses[number2].dashed,total:number2=>totals[number2],recordsOf:number2=>courses[number2].list.filter(
isVisible),paths:number2=>datum==="gcj02"?courses[number2].paths_gcj02:courses[number2].paths,middle(number2){let path=lines.
paths(number2).reduce((best2,each)=>each.length>best2.length?each:best2),[a,b]=[path[Math.floor((path.length-1)/2)],path[Math.
ceil((path.length-1)/2)]];return path.length===2?[(path[0][0]+path[1][0])/2,(path[0][1]+path[1][1])/2]:[(a[0]+b[0])/2,(a[1]+
b[1])/2]},draw(context,origin,zoom,selected2){let hits=[],chosen=byRecord.get(selected2),isQuiet2=totals.filter(Boolean).
length>FEW;return courses.forEach((line,number2)=>{if(!totals[number2])return;let paths=lines.paths(number2).map(path=>path.
map(([lat2,lon2])=>[worldX(lon2,zoom)-origin.x,worldY(lat2,zoom)-origin.y]));context.lineJoin=context.lineCap="round",draw3(
context,paths,line,number2,number2===chosen,isQuiet2);let[lat,lon]=lines.middle(number2);hits.push({kind:"line",line:number2,
paths,count:totals[number2],x:worldX(lon,zoom)-origin.x,y:worldY(lat,zoom)-origin.y,radius:8})}),context.setLineDash([]),
hits},isAt:(hit,{x,y})=>hit.paths.some(path=>path.some((to,at4)=>at4>0&&distance(x,y,path[at4-1],to)<=REACH_PX))};function draw3(context,paths,line,number2,isChosen2,isQuiet2){
let{scale}=state,dash=line.dashed?[6*scale,5*scale]:[];isChosen2&&trace(context,paths,colour("accent"),6*scale,[]),!(isQuiet2&&
!isChosen2&&ground.has(line.name))&&(context.globalAlpha=isChosen2||!isQuiet2?1:.22,!isQuiet2&&!isChosen2&&trace(context,
paths,colour("halo"),4.5*scale,[]),trace(context,paths,state.config.families[colours2[number2]].colour,(isQuiet2?1.2:2.2)*
scale,dash),context.globalAlpha=1)}function trace(context,paths,tint,width,dash){context.strokeStyle=tint,context.lineWidth=
width,context.setLineDash(dash),context.beginPath();for(let path of paths)path.forEach(([x,y],at4)=>at4?context.lineTo(x,
y):context.moveTo(x,y));context.stroke()}var bent=({dashed},paths)=>dashed?paths.map(ground.rounded):paths;function distance(x,y,[
ax,ay],[bx,by]){let length2=(bx-ax)**2+(by-ay)**2,along2=length2?Math.max(0,Math.min(1,((x-ax)*(bx-ax)+(y-ay)*(by-ay))/length2)):
0;return Math.hypot(x-ax-along2*(bx-ax),y-ay-along2*(by-ay))}var MERGE_PX=zoom=>zoom<8.75?22:zoom<10?28:24,SMALL=zoom=>zoom<8.75?.66:1,SITE=0,places,families=0,totals2,filled2=0,isGeneral=[],
MARKS=["off","line","county","area","several","site"],marks,groupings=new Map,symbols={add(records,familyCount){places=records.
places,this.setDatum("wgs84"),families=familyCount,totals2=new Uint32Array(places.count),marks=marksOf(records),isGeneral=
Array.from({length:places.count},(_,place5)=>{for(let at4=places.start[place5];at4<places.start[place5+1];at4+=1)if(records.
family[places.list[at4]]!==families-1)return!1;return!0})},mark:record=>MARKS[marks[record]],isDrawn:record=>isDrawn(marks[record]),
tally(){let{family,count:count3}=state.records,visible2=visibleMask(),found2=new Uint32Array(MARKS.length*families);for(let record=0;record<
count3;record+=1)found2[marks[record]*families+family[record]]+=visible2[record];let[perMark,perFamily]=[new Uint32Array(
MARKS.length),new Uint32Array(families)];return found2.forEach((number2,at4)=>{let mark3=Math.floor(at4/families);perMark[mark3]+=
number2,isDrawn(mark3)&&(perFamily[at4%families]+=number2)}),{perMark:Object.fromEntries(MARKS.map((mark3,at4)=>[mark3,perMark[at4]])),
perFamily}},counts(rows){let found2={projects:0,records:rows.length,drawn:0,county:0,unplaced:0},named=new Set;for(let record of rows){
let mark3=MARKS[marks[record]];found2[mark3==="county"?"county":mark3==="off"?"unplaced":"drawn"]+=1,state.records.project[record]&&
named.add(state.records.project[record])}return{...found2,projects:named.size}},setDatum(datum2){[places.lon,places.lat]=
places.degrees[datum2],lines.setDatum(datum2),groupings.clear()},count(){lines.count();let{start:start3,list:list5,count:count3}=places,
visible2=visibleMask();filled2=0;for(let place5=0;place5<count3;place5+=1){let total3=0;for(let at4=start3[place5];at4<start3[place5+
1];at4+=1)total3+=visible2[list5[at4]];totals2[place5]=total3,filled2+=total3?1:0}},groups(zoom){let key8=`${zoom} ${state.
scale}`,known=groupings.get(key8)||merge(zoom);return groupings.set(key8,known),known},symbol(group5,zoom){let members3=group5.
members.filter(place5=>totals2[place5]>0);if(!members3.length)return null;let{family,level,multiLevel}=state.records,{start:start3,
list:list5}=places,visible2=visibleMask(),shares=new Array(families).fill(0),count3=0,several=0;for(let place5 of members3){
count3+=totals2[place5];for(let at4=start3[place5];at4<start3[place5+1];at4+=1){let record=list5[at4];visible2[record]&&
(shares[family[record]]+=1,level[record]===multiLevel&&(several+=1))}}let first=members3[0],alone=members3.length===1;return{
members:members3,count:count3,shares,isMerged:!alone,isSite:alone&&places.level[first]===SITE,isThin:several===count3,x:alone?
worldX(places.lon[first],zoom):group5.x,y:alone?worldY(places.lat[first],zoom):group5.y,isQuiet:shares[families-1]===count3,
radius:radius(count3,zoom,shares[families-1]===count3)}},recordsOf(members3){let found2=new Set;for(let place5 of members3)
for(let at4=places.start[place5];at4<places.start[place5+1];at4+=1)isVisible(places.list[at4])&&found2.add(places.list[at4]);
return Array.from(found2)},placesOf(record){let found2=[];for(let place5=0;place5<places.count;place5+=1)for(let at4=places.
start[place5];at4<places.start[place5+1];at4+=1)places.list[at4]===record&&found2.push(place5);return found2},pointOf(record){
let[first]=this.placesOf(record);return first!==void 0?[places.lat[first],places.lon[first]]:lines.has(record)?lines.middle(
lines.of(record)):null},place:index2=>({lon:places.lon[index2],lat:places.lat[index2],level:places.level[index2],radius_m:places.
radius[index2],code:places.codes[index2]}),shownAt:index2=>totals2[index2],placeCount:()=>filled2};function marksOf(records){
let found2=new Uint8Array(records.count),[line,county,area2,several,site]=MARKS.slice(1).map((_,at4)=>at4+1);for(let{list:list5}of records.
lines)for(let record of list5)found2[record]=line;for(let list5 of Object.values(records.counties))for(let record of list5)
found2[record]=county;for(let place5=0;place5<places.count;place5+=1)for(let at4=places.start[place5];at4<places.start[place5+
1];at4+=1){let record=places.list[at4],own2=records.level[record]===records.multiLevel?several:area2;found2[record]=places.
level[place5]===SITE?site:own2}return found2}var isDrawn=mark3=>MARKS[mark3]!=="off"&&MARKS[mark3]!=="county";function radius(count3,zoom,isQuiet2){
let own2=isQuiet2?Math.min(7+1.4*Math.log2(count3),14):Math.min(8+2.6*Math.log2(count3),25),single=isQuiet2?zoom<11?4.5:
8:zoom<10?6.5:11;return state.scale*(isQuiet2&&count3>1?Math.max(SMALL(zoom),.9):SMALL(zoom))*(count3===1?single:own2)}function merge(zoom){
let width=MERGE_PX(zoom)*state.scale;for(;;){let groups=mergeWithin(width,zoom),radii=groups.map(group5=>group5.radius).
sort((a,b)=>a-b),needed=2*(radii[Math.floor(radii.length*.8)]||0);if(needed<=width*1.1)return groups;width=needed}}function mergeWithin(width,zoom){
let order=Array.from({length:places.count},(_,place5)=>place5),size2=place5=>places.start[place5+1]-places.start[place5];
order.sort((a,b)=>size2(b)-size2(a)||a-b);let cells=new Cells(width),groups=[];for(let place5 of order){let x=worldX(places.
lon[place5],zoom),y=worldY(places.lat[place5],zoom),near=cells.nearest(x,y);near?(near.members.push(place5),near.size+=size2(
place5),near.isQuiet=near.isQuiet&&isGeneral[place5],near.spots.push({x,y,radius:radius(size2(place5),zoom,isGeneral[place5])})):
(groups.push({x,y,members:[place5],size:size2(place5),spots:[{x,y,radius:radius(size2(place5),zoom,isGeneral[place5])}],
isQuiet:isGeneral[place5],radius:0}),cells.add(groups[groups.length-1]))}return groups.forEach(group5=>{group5.radius=radius(
group5.size,zoom,group5.isQuiet)}),groups}var Cells=class{constructor(width){this.width=width,this.cells=new Map}add(group5){
let cell2=this.key(group5.x,group5.y,0,0),found2=this.cells.get(cell2);found2?found2.push(group5):this.cells.set(cell2,[
group5])}nearest(x,y){let best2=null,least=this.width**2;for(let dx=-1;dx<=1;dx+=1)for(let dy=-1;dy<=1;dy+=1)for(let group5 of this.
cells.get(this.key(x,y,dx,dy))||[]){let distance4=(group5.x-x)**2+(group5.y-y)**2;distance4<least&&([best2,least]=[group5,
distance4])}return best2}key(x,y,dx,dy){return(Math.floor(x/this.width)+dx)*4294967296+Math.floor(y/this.width)+dy}};var WATERS=["river","canal"],NUMBER=/[GSX]\d{2,4}/,STEEP=1.05,FRACTIONS=[.5,.4,.6,.3,.7,.2,.8,.12,.88],BADGE_WIDTH=64,GAP=3,
REACH=[24,32,40,50,60,72,86,100,116,134,154,176,200,230,260,300],DIRECTIONS=24,LEVELS=["county","zone","park","town"];function obstacles(zoom,taken2){
if(shading.isOn()){if(shading.level()!=="town")return;for(let{properties}of areas.all())properties.level==="town"&&taken2.
add(box(worldX(properties.lon,zoom),worldY(properties.lat,zoom),30*state.scale,18*state.scale));return}for(let{x,y,radius:radius2,
spots}of symbols.groups(zoom)){taken2.add(box(x,y,2*radius2+6,2*radius2+6));for(let spot of spots)taken2.add(box(spot.x,
spot.y,2*spot.radius+4,2*spot.radius+4))}}function place(zoom){let{KINDS:KINDS3}=labels,taken2=new Grid;obstacles(zoom,taken2);
let placed=[],put2=(label2,isAsked2)=>{label2&&(label2.isAsked=isAsked2===!0,taken2.add(boxOf(label2,3)),placed.push(label2))},
features=areas.all(),of=level=>features.filter(({properties})=>properties.level===level),isChosen2=({properties})=>state.
chosen.includes(properties.code);for(let level of LEVELS)of(level).filter(isChosen2).forEach(feature=>put2(fit(feature,level,
zoom,taken2),!0));for(let level of LEVELS)zoom<KINDS3[level].from||of(level).filter(feature=>!isChosen2(feature)).forEach(
feature=>put2(fit(feature,level,zoom,taken2)));let{lines:lines3,stations}=ground.all();return zoom>=KINDS3.line.from&&lines3.
filter(line=>ground.isDrawn(line,zoom)).forEach(line=>put2(along(line,zoom,taken2))),zoom>=KINDS3.station.from&&stations.
forEach(each=>put2(free(candidates(each.at,"station",zoom,each.name,6),taken2))),placed}function fit(feature,level,zoom,taken2,extra=()=>!0){
let{code:code2,name,short_name}=feature.properties,text=short_name||name,badge=level==="county"||level==="zone";if(!badge)
return free(candidates([feature.properties.lon,feature.properties.lat],level,zoom,text,null).map(label2=>({...label2,code:code2})),
taken2);let points3=feature.properties.label_points.map(([px,py])=>[worldX(px,zoom),worldY(py,zoom)]),shapes2=["stacked",
"inline"].map(shape=>{let[width,height]=extent(text,level,shape);return{code:code2,level,shape,text,width,height,badge}});
for(let shape of shapes2){let found2=points3.map(([x,y])=>({...shape,x,y})).find(label2=>extra(label2)&&!taken2.covered(
boxOf(label2,1)));if(found2)return found2}return level==="zone"&&(labels.isSmall(zoom)||!isCounted(code2))?null:besideArea(
shapes2,points3,taken2,extra)}function besideArea(shapes2,points3,taken2,extra){let[x,y]=points3[0];for(let reach of REACH)
for(let shape of shapes2.slice().reverse())for(let turn=0;turn<DIRECTIONS;turn+=1){let angle=2*Math.PI*turn/DIRECTIONS,label2={
...shape,x:x+Math.cos(angle)*reach*1.2,y:y+Math.sin(angle)*reach,leader:[x,y]};if(extra(label2)&&!taken2.covered(boxOf(label2,
1)))return label2}return null}var free=(ways,taken2,extra=()=>!0)=>ways.find(label2=>!taken2.covered(boxOf(label2,1))&&extra(
label2))||null;function extent(text,level,shape){let{scale}=state,width=labels.measure(text,labels.font(level),labels.space(
level)),height=labels.size(level)+4;return shape==="stacked"?[Math.max(width,BADGE_WIDTH*scale),height+(GAP+labels.BADGE_HEIGHT)*
scale]:shape==="inline"?[width+(GAP+labels.INLINE_WIDTH)*scale,labels.BADGE_HEIGHT*scale]:shape==="down"?[labels.size(level)+
2,text.length*(labels.size(level)+1)+2]:[width,height]}function candidates([lon,lat],level,zoom,text,away){let x=worldX(
lon,zoom),y=worldY(lat,zoom),[width,height]=extent(text,level,"plain"),label2={level,shape:"plain",text,width,height,zoom},
sides=(away===null?[10,18,24,30].map(step2=>step2*state.scale):[away]).flatMap(step2=>{let[dx,dy]=[step2+width/2,step2+height/
2];return[[x,y+dy],[x,y-dy],[x+dx,y],[x-dx,y]]});return[...away?[]:[[x,y]],...sides].map(([at4,down])=>({...label2,x:at4,
y:down}))}function along(line,zoom,taken2){let factor=2**zoom,path=line.paths.reduce((best2,each)=>each.length>best2.length?
each:best2).map(([x,y])=>[x*factor,y*factor]),lengths=path.slice(1).map((to,at4)=>Math.hypot(to[0]-path[at4][0],to[1]-path[at4][1])),
whole3=lengths.reduce((sum2,each)=>sum2+each,0),number2=line.name.match(NUMBER),text=number2?number2[0]:line.name;if(whole3<
1.5*extent(text,"line","plain")[0])return null;let found2=FRACTIONS.map(fraction=>{let[rest,at4]=[whole3*fraction,0];for(;rest>
lengths[at4]&&at4<lengths.length-1;)rest-=lengths[at4],at4+=1;let share=lengths[at4]?rest/lengths[at4]:0,[a,b]=[path[at4],
path[at4+1]],angle=Math.atan2(b[1]-a[1],b[0]-a[0]);angle>Math.PI/2&&(angle-=Math.PI),angle<=-Math.PI/2&&(angle+=Math.PI);
let isDown=Math.abs(angle)>STEEP&&!number2,[width,height]=extent(text,"line",isDown?"down":"plain");return{level:"line",
kind:line.kind,shape:isDown?"down":"plain",angle:isDown||number2?0:angle,text,width,height,x:a[0]+(b[0]-a[0])*share,y:a[1]+
(b[1]-a[1])*share,colour:WATERS.includes(line.kind)?"label-water":void 0,zoom}});return free(found2,taken2)}var meets=(a,b)=>a[0]<
b[2]&&a[2]>b[0]&&a[1]<b[3]&&a[3]>b[1],isWithin=(a,b)=>a[0]>=b[0]&&a[1]>=b[1]&&a[2]<=b[2]&&a[3]<=b[3],box=(x,y,width,height)=>[
x-width/2,y-height/2,x+width/2,y+height/2];function boxOf({x,y,width,height,angle},more=0){let[sine,cosine]=[Math.abs(Math.
sin(angle||0)),Math.abs(Math.cos(angle||0))];return box(x,y,width*cosine+height*sine+2*more,width*sine+height*cosine+2*more)}
var Grid=class{constructor(){this.cells=new Map}add(entry){this.visit(entry,cell2=>{let found2=this.cells.get(cell2);return found2?
found2.push(entry):this.cells.set(cell2,[entry]),!1})}covered(entry){return this.visit(entry,cell2=>(this.cells.get(cell2)||
[]).some(other=>meets(entry,other)))}visit(entry,use){for(let x=Math.floor(entry[0]/64);x<=Math.floor(entry[2]/64);x+=1)
for(let y=Math.floor(entry[1]/64);y<=Math.floor(entry[3]/64);y+=1)if(use(x*4294967296+y))return!0;return!1}};var KINDS={county:{font:15,weight:600,from:0,colour:"label-county",space:3},zone:{font:12,weight:600,from:0,colour:"labe\
l-zone",space:1},park:{font:11,weight:500,from:11.5,colour:"label-park",space:0},town:{font:12,weight:400,from:10,colour:"\
label-town",space:0},line:{font:11,weight:400,from:9,colour:"label-line",space:1},station:{font:11,weight:400,from:10.5,
colour:"label-line",space:0},city:{font:14,weight:500,from:0,colour:"label-around",space:6},beside:{font:11,weight:400,from:9.2,
colour:"label-around",space:2}},BADGE_HEIGHT=18,INLINE_WIDTH=34,MARGIN=4,SMALL_ZOOM=8.75,STEPS=14,cache=new Map,views={key:"",
labels:[]},panels=null,ruler,count2=0,labels={KINDS,BADGE_HEIGHT,INLINE_WIDTH,badgeHeight:()=>BADGE_HEIGHT*state.scale,inlineWidth:()=>INLINE_WIDTH*
state.scale,placed(zoom){let key8=JSON.stringify([zoom,shading.mode(),state.chosen]),names3=cache.get(key8)||place(zoom);
return cache.set(key8,names3),names3},inView,version:()=>`${count2} ${views.key}`,forget(){cache.clear(),views.key="",count2+=
1},lookAround(){let{map:map2}=state,frame3=map2.getContainer().getBoundingClientRect(),found2=Array.from(map2.getContainer().
querySelectorAll(".pm-layers, .pm-legend, .pm-search, .pm-play, .pm-sheet, .pm-side, .pm-stagebox, .pm-bar, .leaflet-con\
trol")).map(node=>node.getBoundingClientRect()).filter(({width,height})=>width&&height).map(({left,top,right,bottom})=>[
Math.round(left-frame3.left),Math.round(top-frame3.top),Math.round(right-frame3.left),Math.round(bottom-frame3.top)]);return JSON.
stringify(found2)===JSON.stringify(panels)?!1:(panels=found2,!0)},isOn(label2,zoom){let{layers:layers2}=state,layer={zone:"\
county",city:"county",beside:"county"}[label2.level]||label2.level;return(label2.isAsked||zoom>=KINDS[label2.level].from)&&
layers2[layer]!==!1},boxes(){let{map:map2}=state,{min}=corners(map2);return inView().map(label2=>({text:label2.text,level:label2.
level,box:boxOf(label2).map((value,at4)=>value-(at4%2?min.y:min.x))}))},font:level=>`${KINDS[level].weight} ${size(level)}\
px ${FONT}`,size,space,isSmall,measure(text,font,between=0){return ruler=ruler||document.createElement("canvas").getContext(
"2d"),ruler.font=font,ruler.letterSpacing="0px",ruler.measureText(text).width+between*Math.max(text.length-1,0)},write},
corners=map2=>map2.getPixelBounds();function isSmall(zoom=state.map.getZoom()){return zoom<SMALL_ZOOM}function size(level){
return Math.round((level==="county"&&isSmall()?KINDS.zone.font+1:KINDS[level].font)*state.scale)}function space(level){return level===
"county"&&isSmall()?0:KINDS[level].space}function write(context,label2,x=label2.x,y=label2.y){let kind=KINDS[label2.level],
isChosen2=state.chosen.includes(String(label2.code));context.save(),context.font=labels.font(label2.level);let between=space(
label2.level);context.letterSpacing=`${between}px`,context.textAlign="center",context.textBaseline="middle",context.lineJoin=
"round",context.lineWidth=label2.level==="county"?5:4,context.strokeStyle=colour(label2.level==="city"||label2.level==="\
beside"?"halo-around":"halo"),context.fillStyle=colour(isChosen2?"accent":label2.colour||kind.colour),context.translate(
x,y),context.rotate(label2.angle||0);for(let[text,dx,dy]of glyphs(label2,between))context.strokeText(text,dx,dy),context.
fillText(text,dx,dy);context.restore()}function glyphs(label2,between){if(label2.shape!=="down")return[[label2.text,between/
2,.5]];let step2=size(label2.level)+1;return Array.from(label2.text).map((letter,at4,all)=>[letter,between/2,(at4-(all.length-
1)/2)*step2])}function inView(){if(!panels)return[];let{map:map2}=state,zoom=map2.getZoom(),{min,max}=corners(map2),key8=JSON.
stringify([zoom,min,max,panels,shading.mode(),state.chosen,state.layers,count2]);if(views.key===key8)return views.labels;
let frame3=[min.x,min.y,max.x,max.y],covers=panels.map(([left,top,right,bottom])=>[left+min.x-MARGIN,top+min.y-MARGIN,right+
min.x+MARGIN,bottom+min.y+MARGIN]),isSeen=label2=>isWithin(boxOf(label2,2),frame3)&&!covers.some(cover2=>meets(boxOf(label2,
2),cover2)),isCut=label2=>meets(boxOf(label2,2),frame3)&&!isSeen(label2),wanted3=labels.placed(zoom).filter(label2=>labels.
isOn(label2,zoom)),lost=wanted3.filter(label2=>label2.badge&&isCut(label2)),names3=wanted3.filter(label2=>!isCut(label2)),
taken2=new Grid;obstacles(zoom,taken2),names3.filter(label2=>label2.badge).forEach(label2=>taken2.add(boxOf(label2,3)));
let found2=lost.map(({code:code2,level})=>{let feature=areas.feature(String(code2));return feature?put(fit(feature,level,
zoom,taken2,isSeen),taken2):null}).filter(label2=>label2!==null);return names3=names3.filter(label2=>label2.badge||!found2.
some(other=>meets(boxOf(label2,2),boxOf(other,2)))),names3.filter(label2=>!label2.badge).forEach(label2=>taken2.add(boxOf(
label2,3))),views={key:key8,labels:[...names3,...found2,...around(zoom,frame3,taken2,isSeen)]},views.labels}function put(label2,taken2){
return label2&&taken2.add(boxOf(label2,3)),label2}function around(zoom,frame3,taken2,isSeen){if(state.layers.county===!1)
return[];let{cities,around:counties2}=ground.all(),isFree=label2=>isSeen(label2)&&!ground.touches(boxOf(label2,6),zoom),
found2=[];for(let{name,points:points3}of ground.seen(cities,frame3,zoom,STEPS)){let[width,height]=extent(name,"city","pl\
ain");found2.push(put(free(points3.map(([x,y])=>({level:"city",shape:"plain",text:name,x,y,width,height})),taken2,isFree),
taken2))}if(zoom<KINDS.beside.from)return found2.filter(label2=>label2!==null);for(let{name,at:at4}of counties2)found2.push(
put(free(candidates(at4,"beside",zoom,name,0).slice(0,1),taken2,isFree),taken2));return found2.filter(label2=>label2!==null)}var Sheet=L.Renderer.extend({options:{padding:.2},_initContainer(){this._container=document.createElement("canvas"),this.
_container.style.pointerEvents="none",this._context=this._container.getContext("2d"),this._hits=[]},_destroyContainer(){
this._container.remove(),delete this._container},_update(){if(this._map._animatingZoom&&this._bounds)return;L.Renderer.prototype.
_update.call(this);let size2=this._bounds.getSize(),scale=window.devicePixelRatio||1;L.DomUtil.setPosition(this._container,
this._bounds.min),this._container.width=Math.round(size2.x*scale),this._container.height=Math.round(size2.y*scale),this.
_container.style.width=size2.x+"px",this._container.style.height=size2.y+"px",this.draw()},begin(){let context=this._context,
scale=window.devicePixelRatio||1,size2=this._bounds.getSize();return context.setTransform(scale,0,0,scale,0,0),context.clearRect(
0,0,size2.x,size2.y),{context,size:size2,zoom:this._map.getZoom(),origin:this._map.getPixelOrigin().add(this._bounds.min)}},
draw(){this._bounds&&this.options.paint(this.begin())}});var PANES2={around:250,lines:335,names:445},UNIT=1e3,PIECES=8,COUNTIES_FROM=8.2,ORDER=["river","canal","street","road","\
motorway","railway"],FROM={street:11.5,planned:9.6,stations:9.8},sheets={},data={around:[],cities:[],lines:[],stations:[]},
outline=[],corners2=null,drawn="",ground={add(map2){let paints={around:around2,lines:lines2,names};for(let[name,zIndex]of Object.
entries(PANES2)){let pane=map2.createPane("pm-ground-"+name);Object.assign(pane.style,{zIndex,pointerEvents:"none"}),sheets[name]=
new Sheet({pane:"pm-ground-"+name,paint:paints[name]})}},load(collection){let found2=collection.ground||{around:[],cities:[],
lines:[],stations:[]},open3=each=>({...each,rings:each.rings.map(unpack2)});data={around:found2.around.map(open3),cities:found2.
cities.map(open3),stations:found2.stations,lines:found2.lines.map(course)};let{type,coordinates}=collection.outline.geometry;
outline=(type==="Polygon"?coordinates:coordinates.flat()).map(project),corners2=null,ground.forget()},show(){[sheets.around,
sheets.lines].forEach(sheet2=>sheet2.addTo(state.map))},showNames(){sheets.names.addTo(state.map)},all:()=>data,rounded:rounded2,
isDrawn:(line,zoom)=>zoom>=(line.planned?FROM.planned:FROM[line.kind]||0),has:name=>data.lines.some(line=>line.name===name&&
!line.planned),kinds:()=>ORDER.filter(kind=>kind!=="street"&&kind!=="canal"&&data.lines.some(line=>(line.kind==="canal"?
"river":line.kind)===kind)),forget(){drawn="";for(let name of["around","lines"])sheets[name]&&sheets[name]._map&&sheets[name].
draw()},refresh(){let key8=JSON.stringify([state.layers,state.lang,state.chosen,shading.mode(),document.documentElement.
dataset.theme,labels.version()]);key8===drawn||!sheets.names||!sheets.names._map||(drawn=key8,sheets.names.draw())},touches([
left,top,right,bottom],zoom){let factor=2**zoom,[[west2,north2],[east2,south2]]=extent2();return right/factor<west2||left/
factor>east2||bottom/factor<north2||top/factor>south2?!1:[top,(top+bottom)/2,bottom].some(y=>{let inside=within(outline,
y/factor);return[0,.25,.5,.75,1].some(part2=>inside((left+(right-left)*part2)/factor))})},seen(cities,[left,top,right,bottom],zoom,steps3){
let factor=2**zoom;return cities.map(({name,rings:rings2})=>{let points3=[];for(let row2=.5;row2<steps3;row2+=1){let y2=top+
(bottom-top)*row2/steps3,inside=within(rings2,y2/factor);for(let column=.5;column<steps3;column+=1){let x2=left+(right-left)*
column/steps3;inside(x2/factor)&&points3.push([x2,y2])}}let[x,y]=[0,1].map(i=>points3.reduce((sum2,each)=>sum2+each[i],0)/
points3.length);return{name,points:points3.sort((a,b)=>Math.hypot(a[0]-x,a[1]-y)-Math.hypot(b[0]-x,b[1]-y))}})}};function extent2(){
if(!corners2){let all=outline.flat(),[xs,ys]=[all.map(([x])=>x),all.map(([,y])=>y)],least=values=>values.reduce((a,b)=>Math.
min(a,b),1/0),most=values=>values.reduce((a,b)=>Math.max(a,b),-1/0);corners2=[[least(xs),least(ys)],[most(xs),most(ys)]]}
return corners2}function within(rings2,y){let crossings=[];for(let ring2 of rings2)for(let at4=0,before2=ring2.length-1;at4<
ring2.length;before2=at4,at4+=1){let[ax,ay]=ring2[at4],[bx,by]=ring2[before2];ay>y!=by>y&&crossings.push((bx-ax)*(y-ay)/
(by-ay)+ax)}return x=>crossings.filter(each=>x<each).length%2===1}function unpack2(ring2){let points3=[],[x,y]=[0,0];for(let at4=0;at4<
ring2.length;at4+=2)x+=ring2[at4],y+=ring2[at4+1],points3.push([x/UNIT,y/UNIT]);return project(points3)}var project=points3=>points3.
map(([lon,lat])=>[worldX(lon,0),worldY(lat,0)]),course=line=>({...line,paths:line.paths.map(path=>line.dashed?rounded2(project(
path)):project(path))});function rounded2(points3){if(points3.length<3)return points3;let found2=[points3[0]];for(let at4=0;at4<
points3.length-1;at4+=1){let[a,b,c,d]=[points3[Math.max(at4-1,0)],points3[at4],points3[at4+1],points3[Math.min(at4+2,points3.
length-1)]],length2=Math.hypot(c[0]-b[0],c[1]-b[1]),[from,to]=[tangent(a,c,length2),tangent(b,d,length2)];for(let piece=1;piece<=
PIECES;piece+=1){let t2=piece/PIECES,[p,q,r,s]=[2*t2**3-3*t2**2+1,t2**3-2*t2**2+t2,-2*t2**3+3*t2**2,t2**3-t2**2];found2.
push([p*b[0]+q*from[0]+r*c[0]+s*to[0],p*b[1]+q*from[1]+r*c[1]+s*to[1]])}}return found2}function tangent(a,b,length2){let whole3=Math.
hypot(b[0]-a[0],b[1]-a[1])||1;return[(b[0]-a[0])/whole3*length2*.8,(b[1]-a[1])/whole3*length2*.8]}function trace2(context,rings2,factor,origin,close2){
context.beginPath();for(let ring2 of rings2)ring2.forEach(([x,y],at4)=>at4?context.lineTo(x*factor-origin.x,y*factor-origin.
y):context.moveTo(x*factor-origin.x,y*factor-origin.y)),close2&&context.closePath()}function around2({context,zoom,origin}){
let factor=2**zoom;if(context.lineJoin="round",zoom>=COUNTIES_FROM)for(let{rings:rings2}of data.around)trace2(context,rings2,
factor,origin,!0),stroke(context,"around-line",.8);for(let{rings:rings2}of data.cities)trace2(context,rings2,factor,origin,
!0),stroke(context,"around-city",1.4);trace2(context,outline,factor,origin,!0),context.save(),context.shadowColor=colour(
"shadow"),context.shadowBlur=18*(window.devicePixelRatio||1),context.shadowOffsetY=3*(window.devicePixelRatio||1),context.
fillStyle=colour("county-fill"),context.fill(),context.restore()}function stroke(context,tint,width,dash=[]){context.strokeStyle=
colour(tint),context.lineWidth=width,context.setLineDash(dash),context.stroke(),context.setLineDash([])}function lines2({
context,zoom,origin}){let factor=2**zoom;band(context,factor,origin),context.lineJoin="round";let shown2=data.lines.filter(
line=>ground.isDrawn(line,zoom));for(let kind of ORDER)for(let line of shown2.filter(each=>each.kind===kind))trace2(context,
line.paths,factor,origin,!1),STYLES[kind](context,Math.max(zoom-8,0),line);if(!(zoom<FROM.stations))for(let{at:at4}of data.
stations)station(context,worldX(at4[0],zoom)-origin.x,worldY(at4[1],zoom)-origin.y)}function band(context,factor,origin){
context.save(),trace2(context,outline,factor,origin,!0),context.clip("evenodd");for(let width of[18,9])stroke(context,"b\
and",width);context.restore()}function broken(line,known,dash){return line.planned?[1,5]:line.dashed?dash:known}var water=(context,size2,line)=>{
context.lineCap=line.dashed?"butt":"round",stroke(context,"water",(line.kind==="river"?2.4:1.8)+.5*size2,broken(line,[],
[14,3]))},planned=(context,tint)=>{context.lineCap="round",stroke(context,tint,1.6,[.1,4.5]),context.lineCap="butt"},STYLES={
river:water,canal:water,street:(context,size2,line)=>stroke(context,"road-line",1.2,broken(line,[],[8,3])),road:(context,size2,line)=>line.
planned?planned(context,"road-line"):stroke(context,"road-line",1.1+.35*size2,broken(line,[],[10,3])),motorway(context,size2,line){
if(line.planned)return planned(context,"motorway-line");let dash=broken(line,[],[18,4]);return stroke(context,"motorway-\
line",2.8+.6*size2,dash),stroke(context,"motorway-fill",1.1+.35*size2,dash)},railway(context,size2,line){return line.planned?
planned(context,"rail-line"):(stroke(context,"rail-line",2.2+.3*size2,broken(line,[],[22,4])),stroke(context,"rail-fill",
.9+.25*size2,line.dashed?[0,3,7,4,7,5]:[6,6]))}};function station(context,x,y){context.beginPath(),context.rect(x-3,y-3,
6,6),context.fillStyle=colour("rail-fill"),context.fill(),stroke(context,"rail-line",1.6)}function names({context,origin,
size:size2}){if(!state.shown)return;let inside=label2=>label2.x>-80&&label2.y>-80&&label2.x<size2.x+80&&label2.y<size2.y+
80;labels.inView().filter(label2=>!label2.badge).map(label2=>({...label2,x:label2.x-origin.x,y:label2.y-origin.y})).filter(
inside).forEach(label2=>labels.write(context,label2))}var group,renderer,drawn2="",overlay={add(map2){Object.assign(map2.createPane("pm-drawn").style,{zIndex:440,pointerEvents:"\
none"}),renderer=L.svg({pane:"pm-drawn",padding:.5}),group=L.layerGroup().addTo(map2)},hasOutline:()=>(state.outlines||[]).
length>0,render(){let{chosen,outlines:outlines2,datum:datum2}=state,wanted3=JSON.stringify([chosen,outlines2,datum2]);if(wanted3===
drawn2)return;drawn2=wanted3,group.clearLayers();let features=chosen.map(areas.feature).filter(Boolean);for(let feature of features)
L.geoJSON(feature,options2("pm-chosen")).addTo(group);for(let outline2 of outlines2)L.geoJSON(outline2[datum2],options2(
"pm-outline")).addTo(group)}};function options2(className){return{renderer,interactive:!1,smoothFactor:.6,style:{className},
pointToLayer:(feature,point2)=>L.circle(point2,{radius:feature.properties?.radius_m||500,className,renderer,interactive:!1})}}var GLYPH_PX=11,Canvas=Sheet.extend({options:{padding:.25,pane:"pm-symbols"},draw(){if(!this._bounds||!state.shown)return;
let{context,size:size2,zoom,origin}=this.begin();this._hits=[];let inside=(x,y)=>x>-60&&y>-60&&x<size2.x+60&&y<size2.y+60,
names3=labels.inView().filter(label2=>label2.badge).map(label2=>({...label2,x:label2.x-origin.x,y:label2.y-origin.y,leader:label2.
leader&&[label2.leader[0]-origin.x,label2.leader[1]-origin.y]})).filter(label2=>inside(label2.x,label2.y));ground.refresh(),
shading.isOn()||this._hits.push(...lines.draw(context,origin,zoom,state.selected));let marks2=[];for(let group5 of shading.
isOn()?[]:symbols.groups(zoom)){if(!inside(group5.x-origin.x,group5.y-origin.y))continue;let symbol2=symbols.symbol(group5,
zoom);symbol2&&marks2.push({...symbol2,x:symbol2.x-origin.x,y:symbol2.y-origin.y})}marks2.sort((a,b)=>b.count-a.count),names3.
filter(label2=>label2.leader).forEach(label2=>this._leader(label2)),marks2.forEach(symbol2=>this._symbol(symbol2)),names3.
forEach(label2=>this._label(label2)),shading.isOn()&&shading.level()==="town"&&this._figures(origin,zoom),this._selection(),
state.drawnAt=performance.now()},hit(point2){let at4=this._map.containerPointToLayerPoint(point2).subtract(this._bounds.
min);for(let i=this._hits.length-1;i>=0;i-=1){let hit=this._hits[i];if(hit.kind==="line"?lines.isAt(hit,at4):hit.box?at4.
x>=hit.box[0]&&at4.y>=hit.box[1]&&at4.x<=hit.box[2]&&at4.y<=hit.box[3]:(at4.x-hit.x)**2+(at4.y-hit.y)**2<=(hit.radius+3)**
2)return hit}return null},latLng:hit=>state.map.layerPointToLatLng(L.point(hit.x,hit.y).add(canvas._bounds.min)),hits(){
return this._hits.map(hit=>({...hit,at:this._map.layerPointToContainerPoint(L.point(hit.x,hit.y).add(this._bounds.min))}))},
_label(label2){let figure3=this._figure(label2.code),badge=labels.badgeHeight(),inline=label2.shape==="inline",x=inline?
label2.x-labels.inlineWidth()/2:label2.x,y=inline?label2.y:label2.y-label2.height/2+labels.size(label2.level)/2+2;labels.
write(this._context,label2,x,figure3||inline?y:label2.y),figure3&&(inline?this._badge(label2.code,figure3.replace(/^\D+/,
""),label2.x+label2.width/2-labels.inlineWidth()/2,label2.y):this._badge(label2.code,figure3,label2.x,label2.y+(label2.height-
badge)/2))},_leader({x,y,leader}){let context=this._context;context.beginPath(),context.moveTo(x,y),context.lineTo(...leader),
context.lineWidth=1.2,context.strokeStyle=colour("label-zone"),context.stroke(),disc(context,...leader,2.6,colour("label\
-zone"))},_figure(code2){if(shading.isOn())return shading.level()==="county"?shading.figure(code2):"";let count3=countyCount(
code2);return count3?t("map.badge",{count:count3}):""},_figures(origin,zoom){let context=this._context;context.font=`600\
 ${Math.round(12*state.scale)}px ${FONT}`,context.textAlign="center",context.textBaseline="middle",context.lineWidth=3,context.
strokeStyle=colour("halo"),context.fillStyle=colour("ink");for(let{properties}of areas.all()){let text=properties.level===
"town"?shading.figure(properties.code):"";if(!text)continue;let x=worldX(properties.lon,zoom)-origin.x,y=worldY(properties.
lat,zoom)-origin.y;context.strokeText(text,x,y),context.fillText(text,x,y)}},_badge(code2,text,x,y){let context=this._context;
context.font=`500 ${Math.round(11*state.scale)}px ${FONT}`,context.textAlign="center",context.textBaseline="middle";let width=context.
measureText(text).width+14*state.scale,height=labels.badgeHeight();context.beginPath(),context.roundRect(x-width/2,y-height/
2,width,height,height/2),context.fillStyle=colour("badge"),context.fill(),context.lineWidth=1,context.strokeStyle=colour(
"badge-line"),context.stroke(),context.fillStyle=colour("badge-ink"),context.fillText(text,x,y+.5);let box8=[x-width/2-3,
y-height/2-3,x+width/2+3,y+height/2+3];this._hits.push({kind:"county",code:code2,x,y,box:box8})},_symbol(symbol2){let context=this.
_context,{scale}=state,{x,y,radius:radius2}=symbol2,width=ringWidth(symbol2)*scale;if(disc(context,x,y+1.2*scale,radius2+
2.6*scale,colour("shadow-far")),disc(context,x,y+.6*scale,radius2+1.4*scale,colour("shadow-near")),disc(context,x,y,radius2+
(symbol2.isSite?1.5:.8)*scale,colour("disc")),symbol2.isSite)this._arcs(symbol2,radius2,(from,to)=>{context.moveTo(x,y),
context.arc(x,y,radius2,from,to),context.closePath()},"fill",0);else{let ring2=(from,to)=>context.arc(x,y,radius2-width/
2,from,to);this._arcs(symbol2,radius2,ring2,"stroke",width)}symbol2.isMerged&&(context.beginPath(),context.arc(x,y,radius2+
2.4*scale,0,2*Math.PI),context.lineWidth=scale,context.strokeStyle=colour("second-ring"),context.stroke()),this._inside(
symbol2),this._hits.push({kind:"place",...symbol2})},_arcs(symbol2,radius2,trace3,method,width){let context=this._context,
from=-Math.PI/2;symbol2.shares.forEach((share,family)=>{if(!share)return;let to=from+2*Math.PI*share/symbol2.count;context.
beginPath(),trace3(from,to),context.lineWidth=width,context.strokeStyle=context.fillStyle=state.config.families[family].
colour,context[method](),from=to})},_inside(symbol2){let context=this._context,{records,config}=state,text=String(symbol2.
count);if(symbol2.count===1){if(symbol2.radius<GLYPH_PX*state.scale)return;let record=symbols.recordsOf(symbol2.members)[0];
text=config.industries[records.industry[record]].glyph}let size2=11+(symbol2.count>1&&symbol2.radius>16*state.scale?2:0);
context.font=`600 ${Math.round(size2*state.scale)}px ${FONT}`,context.textAlign="center",context.textBaseline="middle",symbol2.
isSite&&(context.lineWidth=2.5,context.strokeStyle="rgba(47,45,41,.55)",context.strokeText(text,symbol2.x,symbol2.y+.5)),
context.fillStyle=symbol2.isSite?"#FFFFFF":colour(symbol2.isQuiet?"muted":"ink"),context.fillText(text,symbol2.x,symbol2.
y+.5)},_selection(){let{selected:selected2}=state;if(!(selected2<0))for(let hit of this._hits)hit.kind==="place"&&symbols.
recordsOf(hit.members).includes(selected2)&&(this._context.beginPath(),this._context.arc(hit.x,hit.y,hit.radius+5,0,2*Math.
PI),this._context.lineWidth=2.5,this._context.strokeStyle=colour("accent"),this._context.stroke())}}),canvas=new Canvas,
settling=0;function settle(){cancelAnimationFrame(settling),settling=requestAnimationFrame(()=>{labels.lookAround()&&canvas.
draw()})}function ringWidth({count:count3,isThin,isQuiet:isQuiet2}){return isThin||isQuiet2?1.6:Math.min(2.6+.5*Math.log2(
count3),5.5)}function disc(context,x,y,radius2,tint){context.beginPath(),context.arc(x,y,radius2,0,2*Math.PI),context.fillStyle=
tint,context.fill()}var FEW2=2,deeds={of(record){let told2=record.desk;if(!told2)return"";if(!told2.length)return el("p",{class:"pm-life-sin\
gle"},t("map.desk.none"));let newest=[...told2].reverse(),list5=el("ol",{},newest.slice(0,FEW2).map(deed)),rest=newest.slice(
FEW2),more=el("button",{type:"button",class:"pm-link",onclick:()=>{more.replaceWith(),list5.append(...rest.map(deed)),list5.
tabIndex=-1,list5.focus()}},t("map.desk.all",{count:number(told2.length)}));return el("section",{class:"pm-deeds","aria-\
label":t("map.desk")},el("h3",{},t("map.desk")),list5,rest.length?more:"")}};function deed(one){let named={name:one.name||
""},did=one.did==="undo"?t("map.desk.undo",{what:t("map.desk."+one.undone,named)}):t("map.desk."+one.did,named);return el(
"li",{"data-did":one.did},el("p",{},el("b",{},did)),(one.changes||[]).map(change),one.why?el("p",{},t("map.desk.why",{why:one.
why})):"",el("p",{class:"pm-deeds-who"},one.by," · ",el("time",{datetime:one.at,title:one.at},moment(one.at))))}function change([
field2,...values]){let[before2,after]=state.lang==="en"?values.slice(2):values;return el("p",{},el("span",{},t("desk.fie\
ld."+field2))," ",el("s",{},before2)," → ",after)}function moment(at4){let local=new Date(at4),two=value=>String(value).
padStart(2,"0");return`${local.getFullYear()}-${two(local.getMonth()+1)}-${two(local.getDate())} ${two(local.getHours())}\
:${two(local.getMinutes())}`}var DIFFERING=["investment","scale","place"],FEW3=3,chunks=new Map,history={async of(record,index2){if(record.history===
null)return el("p",{class:"pm-life-single"},t("map.life.single"));let{rows,related}=await item(record.history);return el(
"section",{class:"pm-life","aria-label":t("map.life")},el("h3",{},t("map.life")),el("ol",{},rows.map(row2=>plan(row2,rows,
index2))),related.length?el("ul",{class:"pm-life-related"},related.map(each=>relation(each))):"",el("p",{class:"pm-life-\
note"},t("map.life."+note(rows))))}};function note(rows){return rows.some(row2=>(row2.said||[]).some(([looks])=>looks===
"back"))?"note_back":rows.some(row2=>row2.state==="not_named")?"note_dropped":"note"}async function item(at4){let{chunk_size,
history_base}=state.records,chunk=Math.floor(at4/chunk_size),lives=chunks.get(chunk)||json(history_base+chunk+".json");return chunks.
set(chunk,lives),(await lives)[at4-chunk*chunk_size]}function plan(row2,rows,index2){let{config}=state,{title:title2,scope,
kind,years:years3}=config.plans[row2.plan],named=row2.named||[],isHere=named.some(([record])=>record===index2),isSilent=row2.
state==="not_named";return el("li",{class:isSilent?"pm-life-silent":isHere?"pm-life-here":"",...isHere?{"aria-current":"\
true"}:{}},el("span",{class:"pm-life-years"},years3),el("div",{},el("p",{class:"pm-life-plan",title:title2},el("b",{class:"\
pm-life-state"},label(config.states[row2.state]))," ",`${scope}${state.lang==="en"?" ":""}${kind}`),named.length?el("p",
{class:"pm-life-names"},names2(named,row2.more||0,index2)):"",(row2.said||[]).map(said),facts(row2,rows)))}function names2(named,more,index2){
let shown2=named.slice(0,FEW3),rest=named.length-shown2.length+more,parts2=shown2.flatMap((each,i)=>[i?t("map.life.and"):
"",mention(each,index2)]);return rest?[...parts2," ",t("map.life.more",{count:number(rest)})]:parts2}function said([looks,
zh,en,words3]){let stage=state.lang==="en"?en:zh;return el("p",{class:"pm-life-said","data-looks":looks},el("b",{},t("ma\
p.life."+looks))," ",words3?t("map.life.said",{stage,words:words3}):stage)}function mention([record,name],index2){return record===
index2||record<0?el("span",{},name):el("button",{type:"button",class:"pm-link","data-record":String(record),onclick:()=>cards.
visit(record)},name)}function facts(row2,rows){let value=(each,field2)=>(field2==="investment"?each[`investment_${state.
lang}`]:each[field2])||"",told2=DIFFERING.filter(field2=>value(row2,field2)&&rows.some(other=>other.state!=="not_named"&&
value(other,field2)!==value(row2,field2))),isChanged=field2=>(row2.changes||[]).includes(field2);return told2.length?el(
"p",{class:"pm-life-facts"},told2.map(field2=>el(isChanged(field2)?"b":"span",{},`${t("map."+field2)} ${value(row2,field2)}`))):
""}function relation({side:side2,named,plan:at4}){let{years:years3}=state.config.plans[at4];return el("li",{},el("span",
{},t("map.life."+side2))," ",mention(named,-1),years3?el("span",{},` (${years3})`):"")}var BAR_PX=120,bar,attribution="",ScaleBar=L.Control.Scale.extend({_updateMetric(most){let metres=this._getRoundNum(most),
text=metres<1e3?t("map.scale.m",{count:metres}):t("map.scale.km",{count:metres/1e3});this._updateScale(this._mScale,text,
metres/most)}}),furniture={add(map2){bar=new ScaleBar({imperial:!1,position:"bottomright",maxWidth:BAR_PX}).addTo(map2),
map2.on("popupopen",({popup})=>{popup._closeButton&&popup._closeButton.setAttribute("aria-label",t("map.close"))}),this.
speak()},setPosition(side2){state.map.attributionControl.setPosition(side2),bar.setPosition(side2)},setScale(scale){bar.
options.maxWidth=BAR_PX*scale,bar._update()},speak(){let{map:map2}=state,control=map2.attributionControl;control.removeAttribution(
attribution),attribution=t("map.attribution"),control.addAttribution(attribution),nameZoom(map2),bar._update()}};var isFramed=window.parent!==window,isHeard=!1,outside={add(left){document.addEventListener("fullscreenchange",()=>{document.
fullscreenElement||left()}),isFramed&&(window.addEventListener("message",({data:data5,origin,source})=>{origin!==location.
origin||source!==window.parent||!data5||(data5.projectMap==="who"&&greet(),data5.projectMap==="heard"&&(isHeard=!0),data5.
projectMap==="left"&&left(),data5.projectMap==="key"&&press(data5),data5.projectMap==="chosen"&&ahead.show(data5.chosen))}),
tell({projectMap:"here"}))},isHeard:()=>isHeard,present(isOn3){let page=document.documentElement;page.classList.toggle("\
pm-presenting",isOn3),isFramed?tell({projectMap:"present",isOn:isOn3}):isOn3&&document.fullscreenEnabled?page.requestFullscreen().
catch(()=>{}):!isOn3&&document.fullscreenElement&&document.exitFullscreen().catch(()=>{})}};function greet(){tell({projectMap:"\
here"}),document.documentElement.classList.contains("pm-presenting")&&tell({projectMap:"present",isOn:!0})}var tell=message=>window.
parent.postMessage(message,location.origin),press=({key:key8,ctrlKey,metaKey})=>document.body.dispatchEvent(new KeyboardEvent(
"keydown",{key:key8,ctrlKey,metaKey,bubbles:!0,cancelable:!0}));var drawer,saved={views:[],tours:[]},address="",tour={title:{},scenes:[]},scenes={add(map2){drawer=el("aside",{class:"pm\
-drawer",hidden:""}),L.DomEvent.disableClickPropagation(drawer),L.DomEvent.disableScrollPropagation(drawer),map2.getContainer().
append(drawer);let bar4=new L.Control({position:"topleft"});bar4.onAdd=()=>{let box8=el("div",{class:"leaflet-bar pm-too\
ls"});return L.DomEvent.disableClickPropagation(box8),scenes.bar=box8,box8},bar4.addTo(map2)},async load(url2){url2!==address&&
(address=url2,saved=await json(url2)),this.renderBar(),drawer.hidden||render()},renderBar(){let button4=(name,path,onclick)=>el(
"button",{type:"button",title:t(name),"aria-label":t(name),"data-tool":name.split(".").pop(),onclick},icon(path));this.bar?.
replaceChildren(button4("map.scenes","M5 3h10v14l-5-4-5 4z",()=>{drawer.hidden=!drawer.hidden,render()}),button4("map.pl\
ay","M10 2.500a7.500 7.500 0 1 0 0 15a7.500 7.500 0 1 0 0-15M10 5.500V10l3 2",()=>playback.toggle()),button4("map.presen\
t","M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",()=>present.toggle()))},close(){drawer.hidden=!0},tours:()=>saved.tours},button=(label2,onclick,attributes)=>el(
"button",{type:"button",class:"pm-button",onclick,...attributes},label2),symbol=(label2,sign,onclick,attributes)=>el("bu\
tton",{type:"button",class:"pm-icon","aria-label":label2,title:label2,onclick,...attributes},sign);function remove(action){
let node=symbol(t("map.delete"),"×",()=>{let sure=button(t("map.delete_sure"),()=>send(action),{"data-act":"sure",onblur:()=>sure.
replaceWith(node)});node.replaceWith(sure),sure.focus()});return node}var words=texts2=>present.words(texts2);function render(){
let name=el("input",{type:"text",maxlength:"80",placeholder:t("map.views.name"),"aria-label":t("map.views.name")}),save2=event=>{
event.preventDefault(),name.value.trim()&&send({do:"save_view",scene:{...present.capture(),title:{[state.lang]:name.value.
trim()}}})};drawer.setAttribute("aria-label",t("map.scenes")),drawer.replaceChildren(symbol(t("map.close"),"×",()=>scenes.
close(),{class:"pm-icon pm-close"}),el("h2",{},t("map.views")),el("form",{onsubmit:save2},name,el("button",{type:"submit",
class:"pm-button"},t("map.views.save"))),el("ul",{class:"pm-views"},saved.views.map(view3=>el("li",{},el("button",{type:"\
button",onclick:()=>present.show(view3)},words(view3.title)),remove({do:"delete_view",name:words(view3.title)})))),el("h\
2",{},t("map.tour")),saved.tours.length?tours():"",field("input",tour,"title",t("map.tour.title"),80),el("ol",{class:"pm\
-scenes"},tour.scenes.map(row)),el("div",{class:"pm-buttons"},button(t("map.tour.add"),add,{"data-act":"add"}),button(t(
"map.tour.play"),()=>present.play(tour.scenes,0,tour.title),{"data-act":"play",...tour.scenes.length?{}:{disabled:""}})),
el("div",{class:"pm-buttons"},button(t("map.tour.save"),()=>send({do:"save_tour",tour}),{"data-act":"save"}),button(t("m\
ap.tour.download"),download,{"data-act":"download"}),el("label",{class:"pm-button"},t("map.tour.open"),el("input",{type:"\
file",accept:".json,application/json",onchange:open}))))}function tours(){let choose2=el("select",{"aria-label":t("map.t\
our.choose"),onchange:()=>{tour=copy(saved.tours[Number(choose2.value)]),render()}},el("option",{value:"",selected:"",disabled:""},
t("map.tour.choose")),saved.tours.map((each,i)=>el("option",{value:String(i)},words(each.title)||each.name))),own2=saved.
tours.find(each=>each.is_own&&words(each.title)===words(tour.title));return el("div",{class:"pm-buttons"},choose2,own2?remove(
{do:"delete_tour",name:own2.name||""}):"")}var copy=value=>JSON.parse(JSON.stringify({title:value.title,scenes:value.scenes}));
function field(tag,owner,key8,label2,longest){let node=el(tag,{maxlength:String(longest),placeholder:label2,"aria-label":label2,
oninput:()=>{owner[key8]={...owner[key8],[state.lang]:node.value}}});return node.value=owner[key8]?.[state.lang]||"",node}
function row(scene2,i){let move2=by=>()=>{tour.scenes.splice(i+by,0,...tour.scenes.splice(i,1)),render()};return el("li",
{},field("input",scene2,"title",t("map.scene.title",{number:i+1}),80),field("textarea",scene2,"caption",t("map.scene.cap\
tion"),600),el("div",{},symbol(t("map.scene.show"),"▶",()=>present.show(scene2)),symbol(t("map.scene.update"),"⟳",()=>{
Object.assign(scene2,present.capture(),{title:scene2.title,caption:scene2.caption}),render()}),symbol(t("map.scene.up"),
"↑",move2(-1),i?{}:{disabled:""}),symbol(t("map.scene.down"),"↓",move2(1),i<tour.scenes.length-1?{}:{disabled:""}),symbol(
t("map.delete"),"×",()=>{tour.scenes.splice(i,1),render()})))}function add(){tour.scenes.push({...present.capture(),title:{
[state.lang]:state.conditions.join(" · ").slice(0,80)}}),render()}function download(){let link2=el("a",{href:URL.createObjectURL(
new Blob([JSON.stringify(tour,null,1)],{type:"application/json"})),download:`${words(tour.title)||"tour"}.json`});link2.
click(),setTimeout(()=>URL.revokeObjectURL(link2.href),1e3)}async function open(event){let text=await event.target.files[0].
text(),read3=null;try{read3=JSON.parse(text)}catch(error){if(!(error instanceof SyntaxError))throw error}let isScene=each=>each&&
typeof each.query=="object"&&typeof each.layers=="object"&&[each.lon,each.lat,each.zoom].every(Number.isFinite),worded=each=>({
...each,title:each.title||{},caption:each.caption||{}});read3&&Array.isArray(read3.scenes)&&read3.scenes.every(isScene)?
(tour={title:read3.title||{},scenes:read3.scenes.map(worded)},render()):panel.say(t("map.tour.bad"))}var geodesy_exports={};__export(geodesy_exports,{area:()=>area,distance:()=>distance2,length:()=>length,wgs84:()=>wgs84});var FLATTENING=.0033528106647474805,MINOR_M=6378137*(1-FLATTENING),SQUARED=FLATTENING*(2-FLATTENING),ECCENTRICITY=Math.sqrt(
SQUARED),ENOUGH=1e-12,MOST_STEPS=100,GCJ_MAJOR_M=6378245,GCJ_SQUARED=.006693421622965943,{sin,cos,tan,atan,atan2,asin,sqrt,
abs,log,PI}=Math,radians=degrees=>degrees*PI/180;function length(places2){return places2.slice(1).reduce((sum2,place5,i)=>sum2+
distance2(places2[i],place5),0)}function distance2([lon1,lat1],[lon2,lat2]){let apart=radians(lon2-lon1),[u1,u2]=[lat1,lat2].
map(lat=>atan((1-FLATTENING)*tan(radians(lat)))),lambda=apart;for(let step2=0;step2<MOST_STEPS;step2+=1){let across=cos(
u2)*sin(lambda),along2=cos(u1)*sin(u2)-sin(u1)*cos(u2)*cos(lambda),sine=sqrt(across*across+along2*along2);if(sine===0)return 0;
let cosine=sin(u1)*sin(u2)+cos(u1)*cos(u2)*cos(lambda),sigma=atan2(sine,cosine),alpha=cos(u1)*cos(u2)*sin(lambda)/sine,rest=1-
alpha*alpha,middle=rest===0?0:cosine-2*sin(u1)*sin(u2)/rest,c=FLATTENING/16*rest*(4+FLATTENING*(4-3*rest)),before2=lambda;
if(lambda=apart+(1-c)*FLATTENING*alpha*(sigma+c*sine*(middle+c*cosine*(2*middle*middle-1))),abs(lambda-before2)>ENOUGH)continue;
let u=rest*(6378137*6378137-MINOR_M*MINOR_M)/(MINOR_M*MINOR_M),a=1+u/16384*(4096+u*(-768+u*(320-175*u))),b=u/1024*(256+u*
(-128+u*(74-47*u))),square=2*middle*middle-1,more=b/6*middle*(4*sine*sine-3)*(4*middle*middle-3);return MINOR_M*a*(sigma-
b*sine*(middle+b/4*(cosine*square-more)))}return NaN}function area(places2){let pole=authalic(1),beta=places2.map(([,lat])=>asin(
authalic(sin(radians(lat)))/pole)),excess=0;return places2.forEach(([lon],i)=>{let next=(i+1)%places2.length,[from,to]=[
tan(beta[i]/2),tan(beta[next]/2)];excess+=2*atan2(tan(radians(places2[next][0]-lon)/2)*(from+to),1+from*to)}),abs(excess)*
6378137*6378137*pole/2}var authalic=s=>(1-SQUARED)*(s/(1-SQUARED*s*s)-log((1-ECCENTRICITY*s)/(1+ECCENTRICITY*s))/(2*ECCENTRICITY));
function wgs84([lon,lat],datum2){if(datum2!=="gcj02")return[lon,lat];let found2=[lon,lat];for(let step2=0;step2<MOST_STEPS;step2+=
1){let[east2,north2]=shift(found2),better=[lon-east2,lat-north2],change2=abs(better[0]-found2[0])+abs(better[1]-found2[1]);
if(found2=better,change2<ENOUGH)break}return found2}function shift([lon,lat]){let[x,y]=[lon-105,lat-35],waves=(t2,terms)=>terms.
reduce((sum2,[height,part2])=>sum2+height*sin(t2*PI/part2),0),short=20*sin(6*PI*x)+20*sin(2*PI*x),east2=300+x+2*y+.1*x*x+
.1*x*y+.1*sqrt(abs(x))+(short+waves(x,[[20,1],[40,3],[150,12],[300,30]]))*2/3,north2=-100+2*x+3*y+.2*y*y+.1*x*y+.2*sqrt(
abs(x))+(short+waves(y,[[20,1],[40,3],[160,12],[320,30]]))*2/3,root=sqrt(1-GCJ_SQUARED*sin(radians(lat))**2),meridian=GCJ_MAJOR_M*
(1-GCJ_SQUARED)/root**3;return[east2*root*180/(GCJ_MAJOR_M*cos(radians(lat))*PI),north2*180/(meridian*PI)]}var NEAR_PX=12,SAME_PX=4,MU_M2=1e4/15,KM_M=1e3,TRUE_DIGITS=4,box2,cross,points=[],isOn=!1,isClosed=!1,isDone=!1,drawing=null,
measure={add(map2){box2=el("div",{class:"pm-hint pm-measure",role:"status",hidden:""}),cross=el("div",{class:"pm-cross",
hidden:"","aria-hidden":"true"}),L.DomEvent.disableClickPropagation(box2),map2.getContainer().append(box2,cross),map2.on(
"click",click),map2.on("dblclick",end),map2.on("mousemove",({latlng})=>{isOn&&!isDone&&points.length&&show(latlng)}),map2.
on("movestart",()=>{isOn&&!isDone&&show()}),document.addEventListener("keydown",key)},isOn:()=>isOn,start,stop,figures,render(){
isOn&&show()}};function start(){tools.stop(),isOn=!0,isClosed=isDone=!1,points=[];let{map:map2}=state;map2.closePopup(),
map2.doubleClickZoom.disable(),map2.getContainer().classList.add("pm-drawing-now"),box2.hidden=!1,show(),tools.render()}
function stop(){if(!isOn)return;isOn=!1,points=[],clear();let{map:map2}=state;map2.doubleClickZoom.enable(),map2.getContainer().
classList.remove("pm-drawing-now"),box2.hidden=!0,cross.hidden=!0,tools.render()}function clear(){drawing&&drawing.remove(),
drawing=null}var pixels=(a,b)=>state.map.latLngToContainerPoint(a).distanceTo(state.map.latLngToContainerPoint(b));function click(event){
!isOn||isDone||!isOnMap(event)||take(event.latlng)}function take(place5){if(points.length>2&&pixels(points[0],place5)<NEAR_PX){
isClosed=!0,end();return}let last3=points[points.length-1];last3&&pixels(last3,place5)<SAME_PX||(points.push(place5),show())}
function end(){!isOn||isDone||points.length<2||(isDone=!0,state.map.getContainer().classList.remove("pm-drawing-now"),cross.
hidden=!0,show())}function figures(more){let places2=[...points,...more?[more]:[]].map(({lng,lat})=>wgs84([lng,lat],state.
datum));return{length_m:length(isClosed?[...places2,places2[0]]:places2),area_m2:places2.length>2?area(places2):null,isClosed}}
function show(more){clear();let here=more&&!isDone?[more]:[],style={className:"pm-measuring",interactive:!1,fill:isClosed,
renderer:tools.renderer()},dots=points.map(place5=>L.circleMarker(place5,{...style,fill:!0,radius:4,className:"pm-measur\
ed"})),corners4=[...points,...here],line=isClosed?L.polygon(corners4,style):L.polyline(corners4,style);drawing=L.layerGroup(
[line,...dots]).addTo(state.map);let told2=figures(here[0]),hint2=points.length<2||!isDone?[el("span",{class:"pm-how"},t(
points.length?"map.measure.on":"map.measure.first"))]:[],button4=(name,act)=>el("button",{type:"button",onclick:act,"dat\
a-measure":name},t("map.measure."+name)),closing2=points.length>2&&!isClosed?[button4("close",()=>{isClosed=!0,isDone=!1,
end()})]:[];box2.replaceChildren(...points.length+here.length>1?[el("b",{},distance3(told2.length_m))]:[],...isClosed?[el(
"b",{},surface(told2.area_m2||0))]:[],...hint2,...closing2,...isDone?[el("small",{},t(state.datum==="gcj02"?"map.measure\
.gcj02":"map.measure.note")),button4("again",start)]:[],button4("stop",stop))}var figure=value=>Number(value.toPrecision(
TRUE_DIGITS)).toLocaleString("en-US",{maximumFractionDigits:3});function distance3(metres){return metres<KM_M?t("map.mea\
sure.m",{value:figure(metres)}):t("map.measure.km",{value:figure(metres/KM_M)})}var surface=m2=>t("map.measure.area",{km2:figure(
m2/KM_M/KM_M),mu:figure(m2/MU_M2)});function key(event){if(!(!isOn||event.target.tagName==="INPUT"||event.target.tagName===
"SELECT"))if(event.key==="Escape")stop();else{if(event.target.tagName==="BUTTON"&&event.key!=="Backspace")return;event.key===
"Enter"?end():event.key===" "&&!isDone?(event.preventDefault(),cross.hidden=!1,take(state.map.getCenter())):event.key===
"Backspace"&&points.length&&!isDone?(points.pop(),show()):event.key.startsWith("Arrow")&&!isDone&&(cross.hidden=!1)}}var ICONS={rectangle:"M3 5h14v10H3z",polygon:"M10 2.5 17 8l-2.6 9H5.6L3 8z",circle:"M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M\
10 9.5v1"},RULER="M2.5 13 13 2.5l4.5 4.5L7 17.5zM6 9.5l2 2M8.5 7l1.5 1.5M11 4.5l2 2",LEAST_PX=6,STYLE={className:"pm-dra\
wing",interactive:!1},box3,hint,mode2="",corners3=[],drawing2=null,km=5,tools={add(map2){STYLE.renderer=L.svg({pane:"pm-\
drawn"});let control=new L.Control({position:"topleft"});control.onAdd=()=>(box3=el("div",{class:"leaflet-bar pm-tools",
role:"toolbar"}),L.DomEvent.disableClickPropagation(box3),box3),control.addTo(map2),hint=el("div",{class:"pm-hint",role:"\
status",hidden:""}),L.DomEvent.disableClickPropagation(hint);let container4=map2.getContainer();container4.append(hint),
container4.addEventListener("pointerdown",press2),container4.addEventListener("pointermove",drag),container4.addEventListener(
"pointerup",release),map2.on("click",corner),map2.on("dblclick",close),document.addEventListener("keydown",key2),this.render()},
isBusy:()=>mode2!==""||measure.isOn(),renderer:()=>STYLE.renderer,stop(){stop2(),measure.stop()},render(){let buttons=Object.
entries(ICONS).map(([name,path])=>button2(t("map.draw."+name),icon(path),()=>mode2===name?stop2():start2(name),{"data-to\
ol":name,"aria-pressed":String(mode2===name)})),rest=overlay.hasOutline()?[button2(t("map.draw.clear"),icon("M5 5l10 10M\
15 5L5 15"),()=>send({do:"clear"}),{"data-tool":"clear"})]:[];box3.setAttribute("aria-label",t("map.draw"));let ruler2=button2(
t("map.measure"),icon(RULER),()=>measure.isOn()?measure.stop():measure.start(),{"data-tool":"measure","aria-pressed":String(
measure.isOn())});box3.replaceChildren(...buttons,ruler2,...rest)}};function button2(title2,sign,onclick,attributes){return el(
"button",{type:"button",title:title2,"aria-label":title2,onclick,...attributes},sign)}function start2(name){tools.stop();
let{map:map2}=state;mode2=name,map2.closePopup(),map2.getContainer().classList.add("pm-drawing-now"),name!=="polygon"&&map2.
dragging.disable();let radius2=el("input",{type:"number",min:"0.1",max:"500",step:"any",value:String(km),"aria-label":t(
"map.draw.km"),oninput:event=>{km=Number(event.target.value)||km}});hint.replaceChildren(el("span",{},t("map.hint."+name)),
...name==="circle"?[radius2,el("span",{},"km")]:[],el("button",{type:"button",onclick:stop2},t("map.draw.cancel"))),hint.
hidden=!1,tools.render()}function stop2(){if(!mode2)return;let{map:map2}=state;mode2="",corners3=[],clear2(),hint.hidden=
!0,map2.getContainer().classList.remove("pm-drawing-now"),map2.dragging.enable(),tools.render()}function clear2(){drawing2&&
drawing2.remove(),drawing2=null}function show2(layer){clear2(),drawing2=layer.addTo(state.map)}var at=event=>state.map.mouseEventToLatLng(
event),pixels2=(a,b)=>state.map.latLngToContainerPoint(a).distanceTo(state.map.latLngToContainerPoint(b));function press2(event){
mode2!=="rectangle"&&mode2!=="circle"||event.target.closest(".leaflet-control, .pm-hint")||(corners3=[at(event)])}function drag(event){
if(!mode2||!corners3.length)return;let here=at(event);show2(mode2==="rectangle"?L.rectangle(L.latLngBounds(corners3[0],here),
STYLE):mode2==="circle"?L.circle(corners3[0],{...STYLE,radius:corners3[0].distanceTo(here)}):L.polygon([...corners3,here],
STYLE))}function release(event){if(!corners3.length||mode2==="polygon")return;let[first]=corners3,last3=at(event),isDrag=pixels2(
first,last3)>=LEAST_PX;if(mode2==="circle"){let radius2=isDrag?first.distanceTo(last3)/1e3:km;done({do:"near",lon:first.
lng,lat:first.lat,km:Math.round(radius2*100)/100})}else isDrag?done({do:"within",ring:[[first.lng,first.lat],[last3.lng,
first.lat],[last3.lng,last3.lat],[first.lng,last3.lat]]}):(corners3=[],clear2())}function corner(event){if(mode2!=="poly\
gon"||!isOnMap(event))return;let[first]=corners3;if(corners3.length>2&&pixels2(first,event.latlng)<2*LEAST_PX){close();return}
let last3=corners3[corners3.length-1];last3&&pixels2(last3,event.latlng)<LEAST_PX||(corners3.push(event.latlng),show2(L.
polygon(corners3,STYLE)))}function close(){mode2!=="polygon"||corners3.length<3||done({do:"within",ring:corners3.map(({lng,
lat})=>[lng,lat])})}function done(action){setTimeout(stop2,0),corners3=[],send({...action,datum:state.datum})}function key2(event){
!mode2||event.target.tagName==="INPUT"||(event.key==="Escape"?stop2():event.key==="Enter"?close():event.key==="Backspace"&&
mode2==="polygon"&&corners3.length&&(corners3.pop(),corners3.length?show2(L.polygon(corners3,STYLE)):clear2()))}var PATHS={leave:"M5 5l10 10M15 5L5 15",back:"M12.500 4L6.500 10l6 6",on:"M7.500 4l6 6l-6 6",play:"M6 3.500l10 6.500l-10\
 6.500z",pause:"M6.500 4v12M13.500 4v12",list:"M4 5h12M4 10h12M4 15h8",years:"M10 2.500a7.500 7.500 0 1 0 0 15a7.500 7.5\
00 0 1 0 0-15M10 5.500V10l3 2"},bar2,walk,meter=null,wallbar={add(box8){bar2=el("nav",{class:"pm-bar"}),box8.append(bar2)},
element:()=>bar2,render({steps:steps3,at:at4,isAuto:isAuto2,pace:pace2,hasList:hasList2,tours:tours3}){bar2.setAttribute(
"aria-label",t("map.present")),meter=el("i",{class:"pm-meter"});let inTour=at4>=0;walk=inTour?[el("div",{class:"pm-walk"},
button3("back",t("map.tour.previous"),()=>present.step(-1),at4>0?{}:{disabled:""}),el("span",{},`${at4+1} / ${steps3.length}`),
button3("on",t(at4<steps3.length-1?"map.tour.next":"map.wall.end"),()=>present.step(1))),el("div",{class:"pm-auto"},button3(
isAuto2?"pause":"play",t(isAuto2?"map.wall.pause":"map.wall.auto"),()=>present.setAuto(!isAuto2),{"aria-pressed":String(
isAuto2)}),el("button",{type:"button",class:"pm-pace",title:t("map.wall.pace"),"aria-label":`${t("map.wall.pace")} ${t("\
map.wall.seconds",{count:pace2})}`,onclick:()=>present.nextPace()},t("map.wall.seconds",{count:pace2})))]:[el("div",{class:"\
pm-tours"},tours3.map((tour2,i)=>el("button",{type:"button",class:"pm-tour",onclick:()=>present.play(tour2.scenes,0,tour2.
title)},icon(PATHS.play),el("span",{},i<tours3.length-1?present.words(tour2.title)||tour2.name:t("map.wall.automatic")))))],
bar2.replaceChildren(button3("leave",t("map.wall.leave"),()=>present.leave()),...walk,button3("list",t("map.wall.list_ke\
y"),()=>present.setList(!hasList2),{"aria-pressed":String(hasList2)}),button3("years",t("map.play"),()=>playback.toggle(),
{"aria-pressed":String(playback.isOpen())}),inTour?el("div",{class:"pm-dots"},steps3.map((step2,i)=>el("button",{type:"b\
utton",class:i<at4?"pm-past":"","aria-label":t("map.wall.go",{number:i+1}),...i===at4?{"aria-current":"step"}:{},onclick:()=>present.
go(i)},i===at4?meter:""))):"")},meter(part2){meter&&(meter.style.width=`${100*part2}%`)}},button3=(name,label2,onclick,attributes)=>el(
"button",{type:"button",class:"pm-key","data-wall":name,title:label2,"aria-label":label2,onclick,...attributes},icon(PATHS[name]));var MOST_FIRMS=5,MOST_TARGETS=3,data2,coming=null,wall={load(){let{records}=state;return coming=coming||json(new URL("..\
/"+records.wall,records.chunk_base).href).then(found2=>{data2={...found2,key:array(found2.key,Uint32Array),stage:array(found2.
stage,Uint8Array),investment:array(found2.investment,Float64Array),target:array(found2.target,Float64Array),entity:array(
found2.entity,Uint32Array),place:array(found2.place,Uint32Array)}}),coming},data:()=>data2,rows(){let found2=[];return state.
shown.forEach((bit,record)=>{bit&&admits(record)&&found2.push(record)}),found2},figures(rows){let furthest=largest(rows,
record=>state.records.project[record],data2.stage),stages2=new Array(data2.stages.length).fill(0);furthest.forEach(stage=>{
stages2[stage-1]+=1});let named=largest(rows,record=>data2.key[record]+1,data2.investment),firms2=firmsOf(rows);return{counts:symbols.
counts(rows),stages:stages2,investment:Array.from(named.values()).reduce((sum2,value)=>sum2+value,0),invested:named.size,
targets:targetsOf(rows),firms:firms2.slice(0,MOST_FIRMS),firmCount:firms2.length}},projects(rows){let found2=new Map;return rows.
forEach(record=>{let project2=state.records.project[record];if(!project2)return;let known=found2.get(project2);known?(known.
count+=1,known.stage=Math.max(known.stage,data2.stage[record]),!known.drawn&&symbols.isDrawn(record)&&Object.assign(known,
{record,drawn:!0})):found2.set(project2,{record,count:1,stage:data2.stage[record],drawn:symbols.isDrawn(record)})}),Array.
from(found2.values()).sort((a,b)=>Number(b.drawn)-Number(a.drawn)||b.count-a.count||a.record-b.record)},stage:stage=>stage?
data2.stages[stage-1][state.lang]:"",place:record=>data2.places[data2.place[record]][state.lang==="en"?1:0],amount:amount2};
function largest(rows,keyOf2,values){let found2=new Map;return rows.forEach(record=>{let key8=keyOf2(record);key8&&values[record]&&
found2.set(key8,Math.max(found2.get(key8)||0,values[record]))}),found2}function targetsOf(rows){let seen2=new Set;return rows.
filter(record=>data2.target[record]).sort((a,b)=>data2.target[b]-data2.target[a]).filter(record=>!seen2.has(data2.key[record])&&
seen2.add(data2.key[record])).slice(0,MOST_TARGETS).map(record=>({record,text:amount2(data2.target[record])}))}function firmsOf(rows){
let found2=new Map;return rows.forEach(record=>{let entity=data2.entity[record];if(!data2.entities[entity][0])return;found2.
has(entity)||found2.set(entity,{names:data2.entities[entity],keys:new Set,money:0,mentions:0,record});let firm=found2.get(
entity);firm.keys.add(data2.key[record]),firm.mentions+=1,firm.money=Math.max(firm.money,data2.investment[record])}),Array.
from(found2.values(),({keys,...firm})=>({...firm,count:keys.size})).sort((a,b)=>b.count-a.count||b.money-a.money||b.mentions-
a.mentions||a.record-b.record)}function amount2(value){let isLarge=value>=1e4,figure3=(isLarge?value/1e4:value).toLocaleString(
"en-US",{maximumFractionDigits:2});return t(isLarge?"map.wall.yi":"map.wall.wan",{value:figure3})}var COLUMNS=["up","mid","down"],MOST_CHAINS=3,MOST_NODES={1:6,2:3,3:2},MOST_SUPPORT=4,drawing3=0,chain={of(query){let{chains:chains2}=wall.
data(),named=query.chain||[],wanted3=query.industry||[],isWanted=code2=>wanted3.includes(code2)||wanted3.includes(familyOf(
code2));return chains2.filter(one=>named.length?named.includes(one.code):one.industries.some(isWanted)).slice(0,MOST_CHAINS)},
async render(box8,chains2){drawing3+=1;let mine=drawing3,rows=await Promise.all(chains2.map(one=>lane(one,nodes(one),chains2.
length)));if(mine!==drawing3||box8.dataset.kind!=="chain")return;let head2=link2=>el("li",{class:`pm-link-${link2}`},el(
"b",{},t("map.wall."+link2)),el("span",{},t(`map.wall.${link2}.note`)));box8.style.setProperty("--lanes",String(chains2.
length)),box8.classList.toggle("pm-one",chains2.length===1),box8.replaceChildren(el("ol",{class:"pm-chain-head"},COLUMNS.
map(head2)),...rows,el("p",{class:"pm-chain-note"},t("map.wall.chain_note")))},nodes},industryOf=code2=>state.config.industries.
filter(each=>each.code===code2)[0],familyOf=code2=>state.config.families[industryOf(code2).family].code;function nodes(one){
let{key:key8}=wall.data(),found2=new Map;return one.records.forEach((record,i)=>{if(!state.shown[record]||!admits(record))
return;let known=found2.get(key8[record]);known?Object.assign(known,{count:known.count+1,at:known.at<0?one.at[i]:known.at}):
found2.set(key8[record],{record,count:1,at:one.at[i]})}),Array.from(found2.values()).sort((a,b)=>b.count-a.count||a.record-
b.record)}async function lane(one,all,count3){let linkOf=node=>node.at<0?"":one.links[node.at].link,cells=await Promise.
all(COLUMNS.map(link2=>cell(one,all.filter(node=>linkOf(node)===link2),MOST_NODES[count3]))),support=all.filter(node=>linkOf(
node)==="support"),rest=all.filter(node=>!linkOf(node)),named=[[t("map.wall.support"),support],[t("map.wall.rest"),rest]].
filter(([,members3])=>members3.length),feet=await Promise.all(named.map(async([title2,members3])=>el("div",{class:"pm-ch\
ain-foot"},el("b",{},title2," ",el("i",{},number(members3.length))),count3===1?await listed(members3,MOST_SUPPORT):""))),
{glyph,family}=industryOf(one.industries[0]),colour2=state.config.families[family].colour;return el("section",{class:"pm\
-lane","data-chain":one.code},el("h3",{},el("span",{class:"pm-chip",style:{background:colour2}},glyph),one[state.lang]||
one.zh),el("ol",{},cells),el("div",{class:"pm-chain-feet"},feet))}async function cell(one,members3,most){if(!members3.length)
return el("li",{class:"pm-cell pm-cell-none"},t("map.wall.none"));let labels3=Array.from(new Set(members3.map(node=>one.
links[node.at][state.lang]||one.links[node.at].zh)));return el("li",{class:"pm-cell"},el("h4",{},el("span",{},labels3.join(
" · ")),el("i",{},number(members3.length))),await listed(members3,most))}async function listed(members3,most){let wanted3=members3.
slice(0,most),told2=await Promise.all(wanted3.map(({record})=>details(record))),rest=members3.length-wanted3.length;return el(
"ul",{},wanted3.map(({record},i)=>el("li",{},el("button",{type:"button",class:"pm-node",title:told2[i].name,onclick:()=>present.
look(record)},el("span",{class:"pm-node-name"},state.lang==="en"?told2[i].name_en:told2[i].name),el("span",{class:"pm-no\
de-place"},wall.place(record)||t("map.wall.whole"))))),rest>0?el("li",{class:"pm-node-rest"},t("map.more.short",{count:number(
rest)})):"")}var MOST_LISTED=120,MOST_SOURCES=6,paper,side,list,stagebox,drawing4=0,sheet={add(box8){paper=el("section",{class:"pm-sh\
eet","aria-live":"polite"}),list=el("ol",{class:"pm-side-list"}),side=el("aside",{class:"pm-side"}),stagebox=el("section",
{class:"pm-stagebox",hidden:"","aria-live":"polite"}),box8.append(paper,side,stagebox)},side:()=>side,list:()=>list,sheet:()=>paper,
stagebox:()=>stagebox,render(step2,{isPending,hasList:hasList2,title:title2}){let{kind}=step2,isFull=kind==="open"||kind===
"close";[paper,side,stagebox].forEach(box8=>box8.classList.toggle("pm-pending",isPending)),paper.hidden=isFull,side.hidden=
isFull||!hasList2||kind==="chain",stagebox.hidden=!isFull&&kind!=="chain",stagebox.dataset.kind!==kind&&stagebox.replaceChildren(),
stagebox.dataset.kind=kind;let rows=wall.rows();kind==="open"?opening(rows,title2):kind==="close"?closing():scene(step2.
scene,wall.figures(rows)),kind==="chain"&&chain.render(stagebox,step2.chains||[]),side.hidden||projects(wall.projects(rows))}};
function scene(words3,figures2){let{title:title2,conditions:conditions2}=state,year2=playback.isOpen()?[String(playback.
year())]:[],count3=t("map.count",{count:number(figures2.counts.records)});paper.replaceChildren(el("header",{class:"pm-t\
itle"},el("h1",{},title2),el("p",{},[...conditions2,...year2,count3].join(" · "))),words3?el("div",{class:"pm-caption-b\
ar"},el("h2",{},present.words(words3.title)),el("p",{},present.words(words3.caption))):"",headline(figures2),stages(figures2),
money(figures2),firms(figures2))}var headline=({counts})=>el("div",{class:"pm-headline"},el("p",{class:"pm-big"},el("b",
{"data-figure":"projects"},number(counts.projects)),el("span",{},t("count.projects"))),el("dl",{},["records","drawn","co\
unty","unplaced"].map(name=>el("div",{},el("dt",{},t("count."+name)),el("dd",{"data-figure":name},number(counts[name]))))));
function stages({stages:found2,counts}){let all=wall.data().stages,told2=found2.reduce((a,b)=>a+b,0);if(!told2)return"";
let untold=counts.projects-told2,names3=all.map(one=>one[state.lang]);return el("div",{class:"pm-stages"},el("h3",{},t("\
map.wall.stages")),el("div",{class:"pm-stage-bar","aria-hidden":"true"},found2.map((count3,i)=>count3?el("span",{"data-s\
tage":String(i+1),style:{flexGrow:String(count3)}}):""),untold?el("span",{"data-stage":"0",style:{flexGrow:String(untold)}}):
""),el("ul",{},found2.map((count3,i)=>count3?el("li",{},el("i",{"data-stage":String(i+1)}),el("span",{},names3[i]),el("b",
{"data-figure":`stage-${i+1}`},number(count3))):""),untold?el("li",{},el("i",{"data-stage":"0"}),el("span",{},t("map.wal\
l.untold")),el("b",{},number(untold))):""))}function money({investment,invested,targets}){return investment?el("div",{class:"\
pm-money"},el("h3",{},t("map.wall.investment")),el("p",{class:"pm-sum"},el("b",{"data-figure":"investment"},wall.amount(
investment))),el("p",{class:"pm-wall-note"},t("map.wall.invested",{count:number(invested)}))):targets.length?el("div",{class:"\
pm-money"},el("h3",{},t("map.wall.targets")),el("ul",{},targets.map(({record,text})=>{let name=el("span",{});return details(
record).then(found2=>name.append(state.lang==="en"?found2.name_en:found2.name)),el("li",{},name,el("b",{},text))}))):el(
"p",{class:"pm-wall-note"},t("map.wall.no_money"))}function firms({firms:found2,firmCount}){if(!found2.length)return"";let[
largest2]=found2,isRanked=largest2.count>1;return el("div",{class:isRanked?"pm-firms":"pm-firms pm-alike"},el("h3",{},t(
isRanked?"map.wall.firms":"map.wall.firms_named"),el("small",{},t("map.wall.firm_count",{count:number(firmCount)}))),el(
"ul",{},found2.map(({names:names3,count:count3})=>el("li",{},el("span",{},names3[state.lang==="en"?1:0]),isRanked?[el("e\
m",{"aria-hidden":"true"},el("i",{style:{width:`${100*count3/largest2.count}%`}})),el("b",{},number(count3))]:""))))}async function projects(found2){
drawing4+=1;let mine=drawing4,wanted3=found2.slice(0,MOST_LISTED),known=await Promise.all(wanted3.map(({record})=>details(
record)));if(mine!==drawing4)return;let isEnglish=state.lang==="en",rest=found2.length-wanted3.length,top=list.scrollTop;
list.replaceChildren(...wanted3.map(({record,stage},i)=>el("li",{},el("button",{type:"button",onclick:()=>present.look(record)},
cards.chip(record),el("span",{class:"pm-side-name"},isEnglish?known[i].name_en:known[i].name,isEnglish?el("small",{},known[i].
name):""),el("span",{class:"pm-side-note"},[wall.place(record),wall.stage(stage)].filter(Boolean).join(" · ")||t("map.w\
all.whole"))))),rest>0?el("li",{class:"pm-wall-note"},t("map.more.short",{count:number(rest)})):""),list.scrollTop=top,side.
replaceChildren(el("h3",{},t("map.wall.list"),el("b",{},number(found2.length))),list)}function opening(rows,title2){let counts=symbols.
counts(rows),{as_of:asOf,edition}=wall.data();stagebox.replaceChildren(el("div",{class:"pm-plate"},el("p",{class:"pm-kic\
ker"},title2),el("h1",{},state.title),el("dl",{class:"pm-five"},Object.entries(counts).map(([name,count3])=>el("div",{},
el("dd",{"data-figure":name},number(count3)),el("dt",{},t("count."+name))))),el("p",{class:"pm-dated"},[edition?t("map.w\
all.edition",{name:edition}):"",asOf?t("map.wall.as_of",{date:asOf}):""].filter(Boolean).join(" · ")),sources(),el("but\
ton",{type:"button",class:"pm-begin",onclick:()=>present.step(1)},t("map.wall.begin")," ›")))}function closing(){let{contacts}=wall.
data();stagebox.replaceChildren(el("div",{class:"pm-plate"},el("p",{class:"pm-kicker"},state.title),el("h1",{},t(contacts.
length?"map.wall.contact":"map.wall.sources")),contacts.length?el("ul",{class:"pm-contacts"},contacts.map(line=>el("li",
{},line[state.lang]||line.zh))):"",sources(),el("p",{class:"pm-wall-note"},t("map.attribution")),el("div",{class:"pm-end\
s"},el("button",{type:"button",class:"pm-begin",onclick:()=>present.go(0)},t("map.wall.again")),el("button",{type:"butto\
n",class:"pm-begin pm-leave",onclick:()=>present.leave()},t("map.wall.end")))))}function sources(){let all=wall.data().sources,
rest=all.length-MOST_SOURCES;return el("div",{class:"pm-sources"},el("h3",{},t("map.wall.source",{count:number(all.length)})),
el("ol",{},all.slice(0,MOST_SOURCES).map(({title:title2,issued})=>el("li",{},el("span",{},title2),el("time",{},issued)))),
rest>0?el("p",{class:"pm-wall-note"},t("map.more.short",{count:number(rest)})):"")}var SECONDS=.9,PACES=[6,10,15,30],USUAL_PX=[820,700],WALL_PX=[1920,1080],LEAST_UNIT=.8,PATIENCE_MS=8e3,LEAST_SWIPE_PX=48,
MOST_FAMILIES=4,ZOOM_STEP=.25,MARGIN_PX=24,ZOOMS=[-1,2.5],box4,isOn2=!1,steps2=[],at2=-1,tourTitle="",before=null,wanted="",
asked="",waiting=0,isAuto=!1,pace=PACES[1],hasList=window.innerWidth>720,passed=0,last=0,touch=null,present={add(map2){box4=
el("div",{class:"pm-wall",hidden:""}),map2.getContainer().append(box4),L.DomEvent.disableClickPropagation(box4),L.DomEvent.
disableScrollPropagation(box4),sheet.add(box4),wallbar.add(box4),box4.addEventListener("touchstart",event=>{touch=event.
touches.length===1?event.touches[0]:null},{passive:!0}),box4.addEventListener("touchend",swipe),map2.on("resize",()=>{fitUnit(),
at2>=0&&place2(!0)}),document.addEventListener("keydown",key3),outside.add(()=>{isOn2&&set(!1)})},isOn:()=>isOn2,isTouring:()=>at2>=
0,scene:()=>at2,steps:()=>steps2.map(({kind})=>kind),toggle:()=>set(!isOn2),leave:()=>set(!1),go,step:by=>at2+by>=steps2.
length?set(!1):go(at2+by),setAuto,look:look2,nextPace(){pace=PACES[(PACES.indexOf(pace)+1)%PACES.length],present.render()},
setList(isWanted){hasList=isWanted,present.render(),at2>=0&&place2()},render(){if((wanted===keyOf(state.query)||asked&&asked===
state.answers)&&(wanted=""),!isOn2||!wall.data())return;let step2=steps2[at2]||{kind:"idle",scene:null};box4.dataset.kind=
step2.kind,sheet.render(step2,{isPending:wanted!=="",hasList,title:tourTitle}),wallbar.render({steps:steps2,at:at2,isAuto,
pace,hasList,tours:tours2()}),settle()},async play(tour2,start3,title2){tour2.length&&(await wall.load(),at2<0&&(before=
present.capture()),tourTitle=present.words(title2||{}),steps2=stepsOf(tour2),isOn2||set(!0),go(start3?steps2.findIndex(({
scene:scene2})=>scene2===tour2[start3]):0))},capture(){let{map:map2,datum:datum2,layers:layers2,query}=state,centre=map2.
getCenter(),[east2,north2]=shift2(centre,datum2),{x,y}=map2.getSize();return{title:{},caption:{},query,lon:centre.lng-east2,
lat:centre.lat-north2,zoom:map2.getZoom(),size:[x,y],layers:{...layers2},shading:shading.mode(),background:background.code()}},
async show(scene2,isStill){await dress(scene2);let[east2,north2]=shift2({lng:scene2.lon,lat:scene2.lat},state.datum);fly(
[scene2.lat+north2,scene2.lon+east2],scene2.zoom,isStill)},words:texts2=>texts2[state.lang]||texts2.zh||texts2.en||""};async function set(isWanted){
isOn2=isWanted,outside.present(isOn2),box4.hidden=!isOn2,fitUnit(),fitType(),scenes.close(),state.map.closePopup(),isOn2||
stop3(),window.focus(),await wall.load(),present.render()}function fitUnit(){let{x,y}=state.map.getSize(),unit=Math.max(
LEAST_UNIT,Math.min(x/WALL_PX[0],y/WALL_PX[1]));document.documentElement.style.setProperty("--unit",unit.toFixed(3))}function stop3(){
setAuto(!1),at2>=0&&playback.close(),[steps2,at2,tourTitle]=[[],-1,""],before&&present.show(before,!0),before=null}function stepsOf(tour2){
let told2=tour2.flatMap(scene2=>{let chains2=chain.of(scene2.query),own2=[{kind:"map",scene:scene2}];return chains2.length?
[...own2,{kind:"chain",scene:scene2,chains:chains2}]:own2}),whole3=frame();return[{kind:"open",scene:whole3},...told2,{kind:"\
close",scene:whole3}]}function frame(){let{lon,lat}=city(),layers2=Object.fromEntries(Object.keys(state.layers).map(name=>[
name,!0]));return{title:{},caption:{},query:{},lon,lat,zoom:0,layers:layers2,shading:"points",background:""}}function go(number2){
if(number2<0||number2>=steps2.length)return;let step2=steps2[number2],isSame2=at2>=0&&steps2[at2].scene===step2.scene;at2=
number2,passed=0,playback.close(),sheet.list().scrollTop=0,isSame2||dress(step2.scene).then(()=>{steps2[at2]===step2&&place2()}),
present.render(),isSame2&&place2()}function ask(query){let filter2=keyOf(query);filter2!==(wanted||keyOf(state.query))&&
(wanted=filter2,demand(query))}function demand(query){clearTimeout(waiting),asked=send({do:"query",query}),ahead.query(query),
asked?waiting=setTimeout(()=>{wanted&&demand(query)},PATIENCE_MS):wanted=""}async function dress(scene2){let{map:map2,layers:layers2,
config}=state;map2.closePopup(),ask(scene2.query),Object.keys(layers2).forEach(name=>{layers2[name]!==scene2.layers[name]&&
setLayer(name,scene2.layers[name])}),shading.set(scene2.shading);let isKnown=config.basemaps.some(each=>each.code===scene2.
background);await background.set(isKnown?scene2.background:""),panel.renderLayers()}function place2(isStill){let{map:map2,
datum:datum2}=state,{scene:scene2}=steps2[at2],free2=room(),{zoom,lon,lat}=framed(scene2,free2.right-free2.left,free2.bottom-
free2.top),[east2,north2]=shift2({lng:lon,lat},datum2),{x,y}=map2.getSize(),off=L.point((free2.left+free2.right)/2-x/2,(free2.
top+free2.bottom)/2-y/2),centre=map2.unproject(map2.project([lat+north2,lon+east2],zoom).subtract(off),zoom);fly(centre,
zoom,isStill)}function framed(scene2,width,height){let{lon,lat,wholeAt}=city(),[usualWidth,usualHeight]=scene2.size||USUAL_PX;
if(scene2.zoom<=wholeAt(usualWidth,usualHeight)+ZOOM_STEP)return{zoom:wholeAt(width-2*MARGIN_PX,height-2*MARGIN_PX),lon,
lat};let more=Math.log2(Math.min(width/usualWidth,height/usualHeight));return{...scene2,zoom:Math.floor((scene2.zoom+Math.
min(ZOOMS[1],Math.max(ZOOMS[0],more)))/ZOOM_STEP)*ZOOM_STEP}}function city(){let{map:map2,areas:areas2}=state,[west2,south2,
east2,north2]=areas2.bbox,[low,high]=[map2.project([south2,west2],0),map2.project([north2,east2],0)],{lng,lat}=map2.unproject(
low.add(high).divideBy(2),0);return{lon:lng,lat,wholeAt:(width,height)=>Math.floor(Math.log2(Math.min(width/(high.x-low.
x),height/(low.y-high.y)))/ZOOM_STEP)*ZOOM_STEP}}function room(){let whole3=state.map.getContainer().getBoundingClientRect(),
free2={left:0,top:0,right:whole3.width,bottom:wallbar.element().getBoundingClientRect().top-whole3.top},opening2=sheet.stagebox();
for(let part2 of[sheet.sheet(),...opening2.dataset.kind==="chain"?[]:[opening2]]){let{right,width,bottom}=part2.getBoundingClientRect();
!part2.hidden&&width<.7*whole3.width?free2.left=Math.max(free2.left,right-whole3.left):!part2.hidden&&part2===sheet.sheet()&&
(free2.top=Math.max(free2.top,bottom-whole3.top))}return sheet.side().hidden||(free2.right=sheet.side().getBoundingClientRect().
left-whole3.left),free2.right-free2.left<100||free2.bottom-free2.top<100?{left:0,top:0,right:whole3.width,bottom:whole3.
height}:free2}function fly(centre,zoom,isStill){let still=isStill||matchMedia("(prefers-reduced-motion: reduce)").matches;
state.map.flyTo(centre,zoom,{animate:!still,duration:SECONDS})}function look2(record){setAuto(!1),steps2[at2]&&steps2[at2].
kind==="chain"&&go(at2-1),cards.visit(record)}function setAuto(isWanted){isAuto=isWanted&&at2>=0,last=performance.now(),
isAuto&&at2===steps2.length-1&&go(0),present.render(),isAuto&&requestAnimationFrame(tick)}function tick(now){if(!isAuto)
return;wanted||(passed+=(now-last)/1e3),last=now;let list5=sheet.list();list5.matches(":hover, :focus-within")||(list5.scrollTop=
(list5.scrollHeight-list5.clientHeight)*Math.max(0,Math.min(1,1.25*passed/pace-.125))),wallbar.meter(Math.min(1,passed/pace)),
passed>=pace&&(at2<steps2.length-1?go(at2+1):setAuto(!1)),isAuto&&requestAnimationFrame(tick)}var tours2=()=>[...scenes.
tours(),{title:{},scenes:automatic()}];function automatic(){let{config,records}=state,whole3=frame(),texts2=name=>({zh:config.
texts.zh[name],en:config.texts.en[name]}),perFamily=new Uint32Array(config.families.length);for(let i=0;i<records.count;i+=
1)perFamily[records.family[i]]+=1;let ranked=config.families.map((family,i)=>({...family,count:perFamily[i]})).slice(0,-1).
sort((a,b)=>b.count-a.count);return[{...whole3,title:texts2("map.wall.whole_city"),caption:texts2("map.wall.whole_city.n\
ote")},{...whole3,title:texts2("map.wall.counties"),caption:texts2("map.wall.counties.note"),shading:"county_count"},...ranked.
slice(0,MOST_FAMILIES).filter(({count:count3})=>count3).map(family=>({...whole3,title:{zh:family.label_zh,en:family.label_en},
query:{industry:[family.code]}}))]}function key3(event){if(event.ctrlKey||event.metaKey||event.altKey||event.target.closest(
"input, textarea, select, [contenteditable=true]"))return;let letter=event.key.length===1?event.key.toLowerCase():event.
key;if(letter==="p")set(!isOn2);else if(isOn2)if(letter==="Escape"&&!tools.isBusy())set(!1);else if(letter==="l")present.
setList(!hasList);else if(letter==="t"&&at2<0)present.play(tours2()[0].scenes,0,tours2()[0].title);else{if(at2>=0&&!walk2(
letter,event))return;if(at2<0)return}else return;event.preventDefault(),event.stopPropagation()}function walk2(letter,event){
if(letter===" "&&event.target.closest("button, a, summary"))return!1;if(letter==="a")setAuto(!isAuto);else if(["ArrowRig\
ht","PageDown"," "].includes(letter))go(at2+1);else if(["ArrowLeft","PageUp"].includes(letter))go(at2-1);else return!1;return!0}
function swipe(event){let end2=event.changedTouches[0],across=touch?end2.clientX-touch.clientX:0,down=touch?end2.clientY-
touch.clientY:0;touch=null,!(at2<0||Math.abs(across)<LEAST_SWIPE_PX||Math.abs(across)<2*Math.abs(down))&&go(at2+(across<
0?1:-1))}function keyOf(query){return JSON.stringify(Object.keys(query).sort().map(name=>[name,query[name].map(String).sort()]).
filter(([,values])=>values.length))}function shift2({lng,lat},datum2){let{degrees,count:count3}=state.records.places,best2=-1,
least=1/0;for(let i=0;i<count3;i+=1){let distance4=(degrees.wgs84[0][i]-lng)**2+(degrees.wgs84[1][i]-lat)**2;distance4<least&&
([best2,least]=[i,distance4])}return best2<0?[0,0]:[0,1].map(axis=>degrees[datum2][axis][best2]-degrees.wgs84[axis][best2])}var LARGE_PX=1800,LEAST_PX2=60,NARROW_PX=480,LARGE_SCALE=1.6,PRESENT_SCALE=1.4,HUGE_PX=3e3,HUGE_SCALE=2.2,hasMoved=!1,fitted="";
function fitType(){let wide=state.map.getSize().x,isLarge=present.isOn()||wide>LARGE_PX;document.documentElement.classList.
toggle("pm-large",isLarge),document.documentElement.classList.toggle("pm-huge",wide>HUGE_PX);let scale=wide>HUGE_PX?HUGE_SCALE:
isLarge?present.isOn()?PRESENT_SCALE:LARGE_SCALE:1;scale!==state.scale&&(state.scale=scale,labels.forget(),furniture.setScale(
scale),redraw(),setTimeout(()=>panel.dock(),300))}var keepView=()=>{hasMoved=!0};function refit(){if(hasMoved)return;let isStill=matchMedia(
"(prefers-reduced-motion: reduce)").matches;state.map.flyToBounds(whole2(),{...paddings(),duration:.5,animate:!isStill}),
hasMoved=!1}var paddings=()=>({paddingTopLeft:[state.map.getSize().x<NARROW_PX?48:12,12],paddingBottomRight:[12,12+timeline.
height()]});function whole2(){let[west2,south2,east2,north2]=state.areas.bbox;return L.latLngBounds([south2,west2],[north2,
east2])}function fitAll(){let{x,y}=state.map.getSize();Math.min(x,y)<LEAST_PX2||(state.map.fitBounds(whole2(),{...paddings(),
animate:!1}),hasMoved=!1,fitted=`${x} ${y}`)}function watchSize(){new ResizeObserver(()=>{let untouched=!hasMoved;state.
map.invalidateSize({animate:!1}),fitType();let{x,y}=state.map.getSize();untouched&&!present.isTouring()&&fitted!==`${x} ${y}`&&
(fitAll(),panel.dock())}).observe(state.map.getContainer());let panels3=new ResizeObserver(settle);state.map.getContainer().
querySelectorAll(".leaflet-top, .leaflet-bottom, .pm-layers, .pm-legend, .pm-search, .pm-play").forEach(each=>panels3.observe(
each)),state.map.on("dragstart zoomstart",keepView)}var STEP_MS=1400,FADE_MS=450,SPEEDS=[.5,1,2,4],range,year=0,speed=1,isPlaying=!1,reached=0,last2=0,ghost,fading=[],playback={
MODES:["force","sum"],SPEEDS,add(map2){range=yearRange(),timeline.add(map2),map2.on("movestart zoomstart",settle2),document.
addEventListener("keydown",key4,!0)},isOpen:()=>state.played!==null,isPlaying:()=>isPlaying,range:()=>range,year:()=>year,
mode:()=>state.playMode,speed:()=>speed,toggle(){this.isOpen()?this.close():this.open()},open(){!range||this.isOpen()||(year=
year||range[0],state.map.closePopup(),timeline.show(!0),apply(),refit())},close(){this.isOpen()&&(pause(),fade(),state.played=
null,timeline.show(!1),redraw(),present.render(),refit())},play(){isPlaying||(year===range[1]&&set2(range[0]),isPlaying=
!0,reached=0,last2=performance.now(),timeline.render(),requestAnimationFrame(frame2))},pause,set:wanted3=>{reached=0,set2(
wanted3)},setMode(wanted3){state.playMode=wanted3,apply()},setSpeed(wanted3){speed=wanted3,timeline.render()},filter(){let{
from,to,...query}=state.query;send({do:"query",query:{...query,...state.playMode==="force"?{from:[String(year)]}:{},to:[
String(year)]}}),playback.close()}};function set2(wanted3){let next=Math.min(range[1],Math.max(range[0],wanted3));next!==
year&&(year=next,apply())}function apply(){fade(),state.played=Uint8Array.from({length:state.records.count},(_,record)=>admitsIn(
record,year)?1:0),redraw(),timeline.render()}function pause(){isPlaying=!1,timeline.render()}function frame2(now){isPlaying&&
(reached+=(now-last2)*speed/STEP_MS,last2=now,reached>=1&&(reached=0,set2(year+1),year===range[1]&&pause()),timeline.glide(
year+(isPlaying?reached:0)),isPlaying&&requestAnimationFrame(frame2))}function fade(){if(settle2(),matchMedia("(prefers-\
reduced-motion: reduce)").matches)return;let drawn4=canvas.getContainer?canvas.getContainer():canvas._container;if(!drawn4||
!drawn4.width)return;ghost=ghost||document.createElement("canvas"),ghost.width=drawn4.width,ghost.height=drawn4.height,ghost.
getContext("2d")?.drawImage(drawn4,0,0),ghost.style.cssText=drawn4.style.cssText,L.DomUtil.setPosition(ghost,L.DomUtil.getPosition(
drawn4)),drawn4.before(ghost),drawn4.parentElement?.classList.add("pm-fading");let timing={duration:FADE_MS/Math.max(1,speed),
easing:"linear",fill:"forwards"};fading=[ghost.animate({opacity:[1,0]},timing),drawn4.animate({opacity:[0,1]},timing)],fading[0].
onfinish=settle2}function settle2(){fading.forEach(each=>each.cancel()),fading=[],!(!ghost||!ghost.parentElement)&&(ghost.
parentElement.classList.remove("pm-fading"),ghost.remove())}function key4(event){let{target:target2,ctrlKey,metaKey,altKey}=event,
isText=target2.closest("textarea, select, [contenteditable=true], input:not([type=range])");if(!(ctrlKey||metaKey||altKey||
isText)){if(event.key==="y"||event.key==="Y")playback.toggle();else{if(!playback.isOpen()||present.isTouring())return;if(event.
key===" "&&!target2.closest("button, a, summary"))isPlaying?pause():playback.play();else if(event.key==="ArrowRight")playback.
set(year+1);else if(event.key==="ArrowLeft")playback.set(year-1);else return}event.preventDefault(),event.stopPropagation()}}var PLAY="M6 3.500l10 6.500l-10 6.500z",PAUSE="M6.500 4v12M13.500 4v12",FUNNEL="M3 4h14l-5.500 6.500V17l-3-2v-4.500z",NARROW_PX2=420,
NARROW_PART=.05,container,bar3,figure2,parts,total2=0,timeline={add(map2){container=map2.getContainer(),bar3=el("section",
{class:"pm-play",hidden:""}),figure2=el("p",{class:"pm-year",hidden:"","aria-hidden":"true"}),[bar3,figure2].forEach(box8=>container.
append(box8)),L.DomEvent.disableClickPropagation(bar3),L.DomEvent.disableScrollPropagation(bar3),new ResizeObserver(()=>container.
style.setProperty("--play",`${this.height()}px`)).observe(bar3)},height:()=>!bar3||bar3.hidden?0:Math.ceil(container.getBoundingClientRect().
bottom-bar3.getBoundingClientRect().top),show(isShown2){bar3.hidden=figure2.hidden=!isShown2,container.classList.toggle(
"pm-playing",isShown2),isShown2&&build(),container.style.setProperty("--play",`${this.height()}px`),panel.dock()},rebuild(){
bar3.hidden||build()},render(){if(bar3.hidden)return;let year2=playback.year();parts.play.replaceChildren(icon(playback.
isPlaying()?PAUSE:PLAY)),parts.play.setAttribute("aria-label",t(playback.isPlaying()?"map.play.pause":"map.play.start")),
parts.slider.value=String(year2),parts.slider.setAttribute("aria-valuetext",String(year2)),parts.modes.forEach(button4=>button4.
setAttribute("aria-pressed",String(button4.dataset.mode===playback.mode()))),parts.speed.value=String(playback.speed()),
parts.years.forEach(each=>each.classList.toggle("pm-now",Number(each.textContent)===year2)),parts.bands.forEach(({node,from,
to})=>node.classList.toggle("pm-now",from<=year2&&(playback.mode()==="sum"||year2<=to))),figure2.textContent=String(year2),
playback.isPlaying()||this.glide(year2),this.count(),present.render()},count(){if(bar3.hidden)return;let{config,records}=state,
perFamily=new Uint32Array(config.families.length);for(let i=0;i<records.count;i+=1)isVisible(i)&&(perFamily[records.family[i]]+=
1);total2=perFamily.reduce((a,b)=>a+b,0),parts.count.textContent=container.clientWidth<NARROW_PX2?number(total2):t("map.\
count",{count:number(total2)}),parts.strip.setAttribute("aria-label",config.families.map((family,i)=>perFamily[i]?`${label(
family)} ${perFamily[i]}`:"").filter(Boolean).join(", ")||parts.count.textContent),parts.shares.forEach((node,i)=>{let share=total2?
perFamily[i]/total2:0;node.style.flexGrow=String(share),node.title=`${label(config.families[i])} ${number(perFamily[i])}`,
node.textContent=share>=NARROW_PART?String(perFamily[i]):""})},total:()=>total2,glide(at4){if(bar3.hidden)return;let[first,
last3]=playback.range(),part2=(Math.min(at4,last3)-first+.5)/(last3-first+1);parts.head.style.transform=`translateX(${100*
part2}%)`}};function build(){let[first,last3]=playback.range(),years3=Array.from({length:last3-first+1},(_,i)=>first+i),
bands=laid(first,last3),shares=state.config.families.map(family=>el("span",{style:{background:family.colour}})),button4=(text,act,attributes)=>el(
"button",{type:"button",class:"pm-button",onclick:act,...attributes},text);parts={play:el("button",{type:"button",class:"\
pm-play-button",title:t("map.play.keys"),onclick:()=>playback.isPlaying()?playback.pause():playback.play()}),count:el("s\
pan",{class:"pm-play-count"}),modes:playback.MODES.map(mode3=>el("button",{type:"button",class:"pm-switch","data-mode":mode3,
title:t(`map.play.${mode3}.note`),onclick:()=>playback.setMode(mode3)},t("map.play."+mode3))),speed:el("select",{"aria-l\
abel":t("map.play.speed"),onchange:event=>playback.setSpeed(Number(event.target.value))},playback.SPEEDS.map(each=>el("o\
ption",{value:String(each)},`${each}×`))),slider:el("input",{type:"range",min:String(first),max:String(last3),step:"1",
"aria-label":t("map.play.year"),oninput:event=>{playback.pause(),playback.set(Number(event.target.value))}}),years:years3.
map(year2=>el("span",{},String(year2))),strip:el("div",{class:"pm-play-strip",role:"img"},shares),bands,head:el("i",{class:"\
pm-play-head"}),shares},bar3.setAttribute("aria-label",t("map.play")),bar3.style.setProperty("--years",String(years3.length)),
bar3.style.setProperty("--lanes",String(Math.max(1,...bands.map(({lane:lane2})=>lane2+1)))),bar3.replaceChildren(el("div",
{class:"pm-play-row"},parts.play,parts.count,el("div",{class:"pm-play-modes",role:"group","aria-label":t("map.play.mode")},
parts.modes),parts.speed,button4([icon(FUNNEL),el("span",{},t("map.play.filter"))],()=>playback.filter(),{"data-act":"fi\
lter","aria-label":t("map.play.filter"),title:t("map.play.filter")}),el("button",{type:"button",class:"pm-icon","aria-la\
bel":t("map.close"),title:t("map.close"),onclick:()=>playback.close()},"×")),parts.strip,el("div",{class:"pm-play-track"},
el("div",{class:"pm-play-bands"},bands.map(({node})=>node)),parts.slider,el("div",{class:"pm-play-years","aria-hidden":"\
true"},parts.years),parts.head)),timeline.render()}function laid(first,last3){let plans=state.config.documents.filter(each=>each.
period_start||each.period_end).map(each=>({...each,from:Number(each.period_start||each.period_end),to:Number(each.period_end||
each.period_start)})).sort((a,b)=>a.from-b.from||b.to-a.to),ends=[];return plans.map(({title:title2,scope,kind,from,to})=>{
let free2=ends.findIndex(end2=>end2<from),lane2=free2<0?ends.length:free2;ends[lane2]=to;let years3=from===to?String(from):
`${from}–${to}`,part2=value=>`${100*value/(last3-first+1)}%`;return{node:el("span",{class:"pm-band",title:`${title2} (${years3}\
)`,style:{left:part2(Math.max(from,first)-first),width:part2(Math.min(to,last3)-Math.max(from,first)+1),top:`${lane2*20}\
px`}},el("span",{},from===to?kind||title2:`${scope} ${kind}`.trim()||title2)),lane:lane2,from,to}})}var LIST_MOST=200,NEAR_ZOOM=11,SETTLED_MS=120,chunks2=new Map,opened=null,telling=0,isMoving=!1,isQuiet=!1;async function details(index2){
let{chunk_size,chunk_base,fields}=state.records,part2=Math.floor(index2/chunk_size),chunk=chunks2.get(part2)||json(chunk_base+
part2+".json");chunks2.set(part2,chunk);let row2=(await chunk)[index2-part2*chunk_size];return Object.fromEntries(fields.
map((field2,at4)=>[field2,row2[at4]]))}var cards={add(map2){map2.on("movestart",()=>{isMoving=!0}),map2.on("moveend",()=>{
isMoving=!1}),map2.on("popupclose",()=>{isQuiet||tell2([],-1)})},async open(at4,title2,indexes){indexes.length===1?show3(
at4,await card(indexes[0]),indexes,indexes[0]):await list2(at4,title2,indexes)},async reveal(at4,index2){let content=await card(
index2);state.selected===index2&&quietly(()=>show3(at4,content,null,index2))},async dock(index2,back){cards.aside(`recor\
d ${index2}`,await card(index2,back))},aside(key8,content){let box8=panel.dockBox(),close2=el("button",{type:"button",class:"\
pm-close","aria-label":t("map.close"),onclick:()=>{cards.undock(),tell2([],-1)}},"×");box8.replaceChildren(close2,content),
box8.dataset.key=key8,box8.hidden=!1},isAside:key8=>!panel.dockBox().hidden&&panel.dockBox().dataset.key===key8,async openAside(title2,indexes,back){
let again=()=>cards.openAside(title2,indexes,back);cards.close(),cards.aside(`list ${title2}`,await listing(title2,indexes,
index2=>cards.visit(index2,again),back))},async visit(index2,back){let{map:map2,shown:shown2}=state,isShown2=shown2[index2]===
1,point2=symbols.pointOf(index2);if(!point2){cards.close(),await cards.dock(index2,back),isShown2&&tell2([index2],index2);
return}let[lat,lon]=point2,content=await card(index2,back);cards.undock();let open3=()=>show3([lat,lon],content,isShown2?
[index2]:null,index2),isHere=opened&&opened.isOpen()&&opened.getLatLng()?.equals([lat,lon]),isNear2=map2.getZoom()>=NEAR_ZOOM&&
map2.getBounds().pad(-.1).contains([lat,lon]);if(!isMoving&&(isHere||isNear2)){open3();return}let isStill=matchMedia("(p\
refers-reduced-motion: reduce)").matches;isStill&&map2.once("moveend",open3),map2.flyTo([lat,lon],Math.max(map2.getZoom(),
NEAR_ZOOM),{animate:!isStill,duration:.8}),isStill||map2.once("moveend",open3)},chip,element:()=>opened&&opened.isOpen()&&
opened.getElement()||null,undock(){panel.dockBox().hidden=!0},close(){quietly(()=>state.map.closePopup())}};function quietly(act){
isQuiet=!0,act(),isQuiet=!1,clearTimeout(telling)}function show3(at4,content,indexes,selected2){let foot2=timeline.height(),
maxHeight=Math.max(160,Math.min(380,state.map.getSize().y-foot2-120));opened=L.popup({className:"pm-popup",minWidth:268,
maxWidth:340,maxHeight,offset:[0,-8],autoPanPaddingTopLeft:[12,12],autoPanPaddingBottomRight:[12,12+foot2]}),opened.setLatLng(
at4).setContent(content).openOn(state.map),panel.giveWay(),indexes&&tell2(indexes,selected2)}function tell2(indexes,selected2){
state.selected!==selected2&&(state.selected=selected2,canvas.draw()),clearTimeout(telling);let speak=()=>{(indexes.length||
state.hasFocus)&&send({do:"focus",records:indexes,selected:selected2}),state.hasFocus=indexes.length>0};indexes.length?speak():
telling=setTimeout(speak,SETTLED_MS)}async function list2(at4,title2,indexes){show3(at4,await listing(title2,indexes,async index2=>show3(
at4,await card(index2,()=>list2(at4,title2,indexes)),indexes,index2)),indexes,-1)}async function listing(title2,indexes,choose2,back){
let wanted3=indexes.slice(0,LIST_MOST),items=(await Promise.all(wanted3.map(details))).map((record,i)=>el("li",{},el("bu\
tton",{type:"button",class:"pm-item"+(state.shown[wanted3[i]]?"":" pm-item-off"),onclick:()=>choose2(wanted3[i])},chip(wanted3[i]),
el("span",{class:"pm-item-name"},record.name,state.shown[wanted3[i]]?"":el("small",{},t("map.search.hidden"))),el("span",
{class:"pm-item-years"},record.years)))),rest=indexes.length-wanted3.length;return el("div",{class:"pm-list"},back?el("b\
utton",{type:"button",class:"pm-back",onclick:back},"‹ "+t("map.search.back")):"",el("h2",{},title2,el("span",{},t("ma\
p.count",{count:number(indexes.length)}))),el("ol",{},items),rest>0?el("p",{class:"pm-note"},t("map.more",{count:number(
rest)})):"")}async function card(index2,back){let record=await details(index2),{config,lang}=state,inLanguage2=field2=>record[`${field2}\
_${lang}`],evidence=record[`evidence_${lang}`],industry=config.industries[record.industry],document2=config.documents[record.
document],facts2=[["map.place",inLanguage2("place")],[record.is_own_period?"map.years":"map.plan_years",record.years],["\
map.stage",inLanguage2("stage")],["map.entity",record.entity],["map.scale",record.scale],["map.investment",inLanguage2("\
investment")],["map.target",inLanguage2("target")],["map.responsible",record.responsible],["map.source",[document2.title,
record.section,record.item].filter(Boolean).join(" · ")]].filter(([,text])=>text);return el("article",{class:"pm-card"},
back?el("button",{type:"button",class:"pm-back",onclick:back},"‹ "+t("map.back")):"",state.shown[index2]?"":el("p",{class:"\
pm-card-off"},t("map.search.hidden")," ",el("button",{type:"button",class:"pm-link",onclick:()=>send({do:"query",query:{}})},
t("map.search.lift"))),el("p",{class:"pm-kind"},chip(index2),label(industry)," · ",label(config.kinds[record.kind])),el(
"h2",{},record.name),el("dl",{},facts2.map(([key8,text])=>[el("dt",{},t(key8)),el("dd",{},text)])),await history.of(record,
index2),deeds.of(record),evidence.length?el("details",{},el("summary",{},t("map.evidence")),el("ul",{},evidence.map(fact=>el(
"li",{},fact)))):"")}function chip(index2){let{config,records}=state;return el("span",{class:"pm-chip",style:{background:config.
families[records.family[index2]].colour}},config.industries[records.industry[index2]].glyph)}var CLASSES2=["class-1","class-2","class-3","class-4","class-5","county-fill","tie"],isAsked=!1,told="",view={add(map2){
map2.on("moveend",tell3)},tell:tell3,follow(wanted3){isAsked=!!wanted3,isAsked?tell3():told=""}};function tell3(){if(!isAsked||
listener)return;let now=seen(),text=JSON.stringify(now);text!==told&&(told=text,send({do:"view",view:now}))}function seen(){
let{map:map2,datum:datum2,layers:layers2,chosen}=state,bounds=map2.getBounds();return{bounds:[bounds.getWest(),bounds.getSouth(),
bounds.getEast(),bounds.getNorth()],datum:datum2,hidden:[...Object.keys(layers2).filter(name=>!layers2[name]),...own.hidden()],
chosen,shading:shades()}}function shades(){if(!shading.isOn())return null;let{rows,notes:notes2}=shading.legend(),colours3=onPaper(),
printed=tint=>colours3.get(tint)||tint,fills2={};return areas.filled().forEach((tint,code2)=>{fills2[code2]=[printed(tint),
shading.figure(code2)]}),{title:t("map.shading."+shading.mode()),level:shading.level(),areas:fills2,rows:rows.map(({colour:tint,
text,count:count3})=>({colour:printed(tint),text,count:t("map.shading.areas",{count:number(count3)})})),notes:notes2}}function onPaper(){
let{theme}=document.documentElement.dataset,here=CLASSES2.map(colour);setTheme("light");let pairs=CLASSES2.map((name,at4)=>[
here[at4],colour(name)]);return setTheme(theme||"light"),new Map(pairs)}var SIZE_PX=22,BESIDE=L.point(-6,28),POPUP_PX=300,group2,url="",held=null,shown=null,drawn3="",hidden=new Set,own={add(map2){
map2.createPane("pm-own").style.zIndex="460"},async follow(wanted3){if(!wanted3){group2&&group2.clearLayers(),[url,held,
shown,drawn3]=["",null,null,""];return}if(group2||(group2=L.layerGroup().addTo(state.map)),wanted3.url!==url){url=wanted3.
url;let loaded=await json(wanted3.url);if(wanted3.url!==url)return;held=loaded,drawn3=""}held&&(shown=bits(wanted3.mask,
held.layers.reduce((sum2,layer)=>sum2+layer.rows.length,0)),render2(),panel.renderLegend())},legend(){return!held||!shown?
"":el("div",{class:"pm-own-key"},el("p",{class:"pm-own-title"},t("map.own")),el("ul",{},counted2().map(({layer,rows,off})=>el(
"li",{},el("button",{type:"button","aria-pressed":String(!hidden.has(layer.name)),title:t("map.own.hide"),onclick:()=>toggle(
layer.name)},mark("","pm-own-small"),el("span",{},layer.name,off?el("small",{}," · "+t("map.own.off",{count:number(off)})):
""),el("b",{},number(rows.length-off)))))),el("p",{},t("map.own.note")))},hidden:()=>Array.from(hidden,name=>`own:${name}`),
stats:()=>held&&shown?counted2().map(({layer,rows,off})=>({name:layer.name,drawn:rows.length-off,off})):[]};function kindOf(row2){
let kinds=held?held.kinds:{};return kinds[row2.kind]||Object.values(kinds).slice(-1)[0]}var mark=(text,...classes)=>el("\
i",{class:["pm-own-mark",...classes].join(" ")},el("span",{},text));function counted2(){let start3=0;return(held?held.layers:
[]).map(layer=>{let rows=layer.rows.filter((_,at4)=>shown&&shown[start3+at4]);return start3+=layer.rows.length,{layer,rows,
off:rows.filter(row2=>!row2.wgs84).length}})}function toggle(name){hidden.delete(name)||hidden.add(name),render2(),view.
tell(),panel.renderLegend()}function render2(){let{datum:datum2,lang}=state,wanted3=JSON.stringify([url,datum2,lang,[...hidden],
Array.from(shown||[]).join("")]);if(wanted3===drawn3)return;drawn3=wanted3,group2.clearLayers();let places2=new Map;for(let{
layer,rows}of counted2())if(!hidden.has(layer.name))for(let row2 of rows){let key8=row2[datum2]?.join();key8&&places2.set(
key8,[...places2.get(key8)||[],{layer,row:row2}])}places2.forEach(found2=>marker(found2).addTo(group2))}function marker(found2){
let[lon,lat]=found2[0].row[state.datum],isNamed=found2.every(({row:row2})=>row2.precision==="area"),title2=found2.length>
1?t("map.own.here",{count:found2.length}):found2[0].row.name,text=found2.length>1?String(found2.length):kindOf(found2[0].
row).glyph,icon2=L.divIcon({className:"pm-own-icon",html:mark(text,isNamed?"pm-own-near":"pm-own-exact"),iconSize:[SIZE_PX,
SIZE_PX],iconAnchor:isNamed?BESIDE:[SIZE_PX/2,SIZE_PX/2]});return L.marker([lat,lon],{icon:icon2,pane:"pm-own",title:title2,
alt:title2,keyboard:!0,bubblingMouseEvents:!1}).bindPopup(()=>el("div",{class:"pm-own-card"},found2.map(card2)),{className:"\
pm-popup",maxWidth:POPUP_PX,maxHeight:POPUP_PX})}function card2({layer,row:row2}){let industry=state.config.industries.find(
each=>each.code===row2.industry),near=row2.precision==="area"?t("map.own.approximate"):"",lines3=[[label(kindOf(row2)),industry?
label(industry):""],[row2.place,near]];return el("section",{},el("h3",{},row2.name),...lines3.map(parts2=>el("p",{},parts2.
filter(Boolean).join(" · "))),el("dl",{},Object.entries(row2.more).flatMap(([name,value])=>[el("dt",{},name),el("dd",{},
value)])),el("p",{class:"pm-own-source"},`${layer.name} · ${t("map.own.note")}`,el("br"),t("map.own.source",{source:layer.
source,added:layer.added})))}var isOpen=window.innerWidth>560,isKeyOpen=window.innerWidth>900&&window.innerHeight>720,legend2={render(legendBox2,keyBox2){
let{perMark,perFamily}=symbols.tally(),isPlaying2=state.played!==null,{off}=perMark,drawn4=perMark.site+perMark.area+perMark.
several+perMark.line,isShaded=shading.isOn(),title2=isShaded?t("map.shading."+shading.mode()):t("map.legend"),figure3=isShaded?
"":t("map.onmap",{count:number(drawn4)}),head2=el("button",{type:"button",class:"pm-legend-head","aria-expanded":String(
isOpen),onclick:()=>{isOpen=!isOpen,legend2.render(legendBox2,keyBox2),settle()}},el("span",{},title2),el("span",{class:"\
pm-figure"},figure3)),body=isShaded?shades2(shading.legend()):[el("ul",{},families2(perFamily,isPlaying2||asked2().length>
0))],more=el("button",{type:"button",class:"pm-key-more","aria-expanded":String(isKeyOpen),onclick:()=>{isKeyOpen=!isKeyOpen,
legend2.render(legendBox2,keyBox2),panel.dock()}},t(isKeyOpen?"map.key.hide":"map.key.show"));legendBox2.replaceChildren(
head2,...isOpen?[...body,isShaded?"":more]:[],isOpen?own.legend():""),keyBox2.hidden=!isOpen||isShaded||!isKeyOpen,keyBox2.
replaceChildren(el("ul",{},[["pm-key-site",t("map.key.site"),perMark.site],["pm-key-ring",t("map.key.area"),perMark.area],
["pm-key-thin",t("map.key.multi"),perMark.several],["pm-key-line",t("map.key.line"),perMark.line],["pm-key-badge",t("map\
.key.county"),perMark.county]].map(([name,text,count3])=>el("li",{},el("i",{class:name}),el("span",{},text),el("b",{},number(
count3))))),grounds(),el("p",{},t("map.key.note")),off?el("p",{class:"pm-note-off"},t("map.key.off",{count:number(off)})):
"")}};function grounds(){let kinds=ground.kinds();return kinds.length?el("p",{class:"pm-key-ground"},kinds.map(kind=>el(
"span",{},el("i",{class:`pm-key-${kind}`}),t("map.key."+kind)))):""}var families2=(perFamily,all)=>state.config.families.
map((family,i)=>perFamily[i]||all?el("li",perFamily[i]?{}:{class:"pm-none"},el("button",{type:"button","aria-pressed":String(
isChosen(family,i)),title:t("map.legend.filter"),"data-family":family.code,onclick:()=>toggle2(family,i)},el("i",{style:{
background:family.colour}}),el("span",{},label(family)),el("b",{},number(perFamily[i])))):null),asked2=()=>state.query.industry||
[],codesOf=(family,i)=>[family.code,...state.config.industries.filter(each=>each.family===i).map(each=>each.code)],isChosen=(family,i)=>codesOf(
family,i).some(code2=>asked2().includes(code2));function toggle2(family,i){let codes=codesOf(family,i),industry=isChosen(
family,i)?asked2().filter(code2=>!codes.includes(code2)):[...asked2(),family.code];state.query={...state.query,industry},
send({do:"query",query:state.query}),ahead.query(state.query)}var shades2=({rows,notes:notes2})=>[el("ul",{},rows.map(({
colour:colour2,text,count:count3})=>el("li",{},el("i",{class:"pm-shade",style:{background:colour2}}),el("span",{},text),
el("b",{},t("map.shading.areas",{count:number(count3)}))))),...notes2.filter(Boolean).map(note2=>el("p",{},note2))];var TOKENS=/[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]|[a-z0-9]+/gu,LATIN=/^[a-z0-9]+$/,WHOLE=3,START=2,
MIDDLE=1,PLAIN=6,SPELLED=3,loading=null,index,corpora=null,finder={load(){let{records}=state;return loading=loading||json(
new URL(records.search,records.chunk_base+"../").href).then(take2),loading},isReady:()=>corpora!==null,find(query,most){
let wanted3=words2(query),{shown:shown2}=state,isShown2={places:()=>!0,companies:row2=>index.companies[row2][1].some(record=>shown2[record]),
records:row2=>shown2[row2]===1},bestOf=kind=>corpora?best(kind,corpora[kind],wanted3,isShown2[kind],most):{total:0,rows:[]};
return{places:bestOf("places"),companies:bestOf("companies"),records:bestOf("records")}}},plain=text=>text.normalize("NF\
KC").toLowerCase();function words2(query){let parts2=plain(query).split(/[\s']+/).filter(Boolean);return parts2.every(part2=>LATIN.
test(part2))?[parts2.join("")].filter(Boolean):parts2}function take2(found2){index={...found2,places:distinct(found2.places)},
corpora={places:new Corpus(index.places.map(([,name])=>name)),companies:new Corpus(index.companies.map(([name])=>name)),
records:new Corpus(index.records)}}var distinct=places2=>places2.filter(([code2])=>areas.feature(code2)),tokens=name=>Array.
from(plain(name).matchAll(TOKENS),match=>[match[0],match.index]);function syllables(name){let read3=index.spelled[name];
return read3?read3.split(" "):tokens(name).map(([token])=>index.readings[token]||token)}function best(kind,corpus,wanted3,isShown2,most){
if(!wanted3.length)return{total:0,rows:[]};let ranks=wanted3.map(word=>corpus.ranks(word)),kept=[],taken2=new Map,total3=0;
for(let row2=0;row2<corpus.names.length;row2+=1){let rank=255;for(let each of ranks)rank=Math.min(rank,each[row2]);if(!rank)
continue;let entry={row:row2,score:rank*2+(isShown2(row2)?1:0),length:corpus.names[row2].length};if(kind==="places"){let[
code2]=index.places[row2],before2=taken2.get(code2);if(before2&&before2.score>=entry.score)continue;before2&&(kept.splice(
kept.indexOf(before2),1),entry={...entry,row:before2.row},total3-=1),taken2.set(code2,entry)}total3+=1,keep(kept,entry,kind===
"places"?1/0:most)}return{total:total3,rows:kept.slice(0,most).map(({row:row2})=>({at:at3(kind,row2),name:corpus.names[row2],
ranges:ranges(corpus.names[row2],wanted3)}))}}var at3=(kind,row2)=>kind==="places"?index.places[row2][0]:kind==="compani\
es"?index.companies[row2][1]:row2;function keep(kept,entry,most){let place5=kept.length;for(;place5&&isBetter(entry,kept[place5-
1]);)place5-=1;place5>=most||(kept.splice(place5,0,entry),kept.length>most&&kept.pop())}var isBetter=(a,b)=>a.score>b.score||
a.score===b.score&&a.length<b.length,Corpus=class{constructor(names3){this.names=names3,this.characters=new Lines(names3.
map(name=>[plain(name)]),!1);let spelled2=names3.map(syllables);this.syllables=new Lines(spelled2,!0),this.initials=new Lines(
spelled2.map(each=>[each.map(one=>one[0]).join("")]),!1)}ranks(word){let ranks=new Uint8Array(this.names.length),note2=base=>(row2,found2)=>{
ranks[row2]=Math.max(ranks[row2],base+found2)};return this.characters.scan(word,note2(PLAIN)),LATIN.test(word)&&this.syllables.
scan(word,note2(SPELLED)),LATIN.test(word)&&word.length>1&&this.initials.scan(word,note2(0)),ranks}},Lines=class{constructor(lines3,atParts){
this.text=lines3.map(parts2=>parts2.join("")).join(`
`)+`
`,this.ends=new Uint32Array(lines3.length),this.starts=atParts?new Uint8Array(this.text.length):null;let offset=0;lines3.
forEach((parts2,row2)=>{for(let part2 of parts2)this.starts&&(this.starts[offset]=1),offset+=part2.length;this.ends[row2]=
offset,offset+=1})}scan(word,visit){let{text,ends,starts}=this,row2=0,from=0;for(;from>=0;){let found2=text.indexOf(word,
from);if(found2<0)return;for(;ends[row2]<found2;)row2+=1;if(starts&&!starts[found2]){from=found2+1;continue}let begin=row2?
ends[row2-1]+1:0;visit(row2,found2>begin?MIDDLE:found2+word.length===ends[row2]?WHOLE:START),from=ends[row2]+1}}};function ranges(name,wanted3){
let text=plain(name);if(text.length!==name.length)return[];let found2=wanted3.map(word=>range2(name,text,word)).filter(each=>each!==
null).sort((a,b)=>a[0]-b[0]);return found2.filter(([from],i)=>!i||from>=found2[i-1][1])}function range2(name,text,word){
let direct=text.indexOf(word);if(direct>=0)return[direct,direct+word.length];let parts2=tokens(name),read3=syllables(name);
if(read3.length!==parts2.length)return null;let end2=last3=>parts2[last3][1]+parts2[last3][0].length;for(let first2=0;first2<
read3.length;first2+=1){let joined="";for(let last3=first2;last3<read3.length&&joined.length<word.length;last3+=1)if(joined+=
read3[last3],joined.startsWith(word))return[parts2[first2][1],end2(last3)]}let first=read3.map(each=>each[0]).join("").indexOf(
word);return first<0?null:[parts2[first][1],end2(first+word.length-1)]}var TOWN_ZOOM=10.5,JUST_NOW_MS=60,container2,tip,hovered=null,closedAt=0,ring,isByKey=!1,pointer={add(map2){container2=map2.
getContainer(),tip=el("div",{class:"pm-tip",role:"status",hidden:""}),ring=el("div",{class:"pm-reached",hidden:"",style:{
position:"absolute",zIndex:"590",pointerEvents:"none",border:"2px solid var(--accent)"}}),container2.append(tip,ring),container2.
setAttribute("role","application"),container2.addEventListener("focus",tellKeys),container2.addEventListener("keydown",key5),
tellKeys(),map2.on("mousemove",event=>point(event)),map2.on("mouseout movestart zoomstart",()=>leave()),map2.on("popupcl\
ose",()=>{closedAt=performance.now(),isByKey&&container2.focus(),isByKey=!1}),map2.on("click",event=>click2(event))},placeTitle,
nameOf};function tellKeys(){container2.setAttribute("aria-label",t("map.keys"))}async function key5(event){if(event.key===
"Escape"&&event.target.closest(".leaflet-popup")&&state.map.closePopup(),!(event.target!==container2||tools.isBusy()||event.
ctrlKey||event.metaKey||event.altKey)){if(event.key==="Enter")event.preventDefault(),step(event.shiftKey?-1:1);else if(event.
key===" "&&hovered){event.preventDefault();let hit=hovered;leave(),await open2(hit);let card3=cards.element();isByKey=card3!==
null,card3?.querySelector("button, a[href]")?.focus()}}}function step(by){let{x:width,y:height}=state.map.getSize(),hits=canvas.
hits().filter(({at:at5})=>at5.x>0&&at5.y>0&&at5.x<width&&at5.y<height).sort((a,b)=>a.at.y-b.at.y||a.at.x-b.at.x);if(!hits.
length)return;let now=hits.findIndex(hit=>isSame(hit,hovered)),next=hits[now<0?by>0?0:hits.length-1:(now+by+hits.length)%
hits.length];hovered=next,light(hovered);let{at:at4}=next;describe(hovered).then(()=>move(at4));let[wide,high]=hovered.box?
[hovered.box[2]-hovered.box[0],hovered.box[3]-hovered.box[1]]:[2*hovered.radius+8,2*hovered.radius+8];Object.assign(ring.
style,{left:`${at4.x-wide/2-2}px`,top:`${at4.y-high/2-2}px`,width:`${wide}px`,height:`${high}px`,borderRadius:`${high}px`}),
ring.hidden=!1}var isSame=(hit,other)=>!!(hit&&other&&hit.kind===other.kind&&hit.line===other.line&&hit.x===other.x&&hit.
y===other.y),isOf=(feature,level)=>feature&&feature.properties.level===level;function target(){let here=areas.under();if(!here||
isOf(here,"park"))return here;let county=isOf(here,"town")?areas.feature(here.properties.parent):here,isChosen2=county&&
state.chosen.includes(county.properties.code),siblings=state.chosen.map(areas.feature).some(each=>each&&isOf(each,"town")&&
each.properties.parent===here.properties.parent);return isOf(here,"town")&&(state.map.getZoom()>=TOWN_ZOOM||isChosen2||siblings)?
here:county}function point(event){if(tools.isBusy())return;let hit=canvas.hit(event.containerPoint);container2.classList.
toggle("pm-pointing",hit!==null||areas.under()!==null),ring.hidden=!0,isSame(hit,hovered)?hit||describe(null):(hovered=hit,
light(hit),describe(hit)),move(event.containerPoint)}function light(hit){let wanted3=target(),area2=areas.under(),codes=hit?
codesOf2(hit):area2?[area2.properties.code]:[];areas.light(codes,hit||!wanted3?"":wanted3.properties.code,hit&&hit.kind===
"line"?lines.paths(hit.line):[])}function leave(){hovered=null,ring.hidden=!0,areas.light([],""),tip.hidden=!0}function codesOf2(hit){
if(hit.kind==="county")return[hit.code];if(hit.kind==="line")return[];let codes=new Set(hit.members.map(place5=>symbols.
place(place5).code));for(let record of hit.isThin?symbols.recordsOf(hit.members):[])symbols.placesOf(record).forEach(place5=>codes.
add(symbols.place(place5).code));return Array.from(codes)}async function describe(hit){if(!hit){let area2=areas.under();
tip.hidden=!area2,area2&&fill(area2.properties.name,areaNotes(area2));return}if(hit.kind==="county"){fill(nameOf(hit.code),
[t("map.tip.county",{count:countyCount(hit.code)})]);return}if(hit.kind==="line"){let notes2=[t("map.count",{count:number(
hit.count)}),lines.isDashed(hit.line)?t("map.line.approximate"):""];fill(lines.name(hit.line),notes2);return}let indexes=symbols.
recordsOf(hit.members);if(indexes.length>1){fill(placeTitle(hit),[t("map.count",{count:number(indexes.length)}),families3(
hit)]);return}let record=await details(indexes[0]);if(hovered!==hit)return;let industry=state.config.industries[record.industry];
fill(record.name,[[label(industry),record.years].filter(Boolean).join(" · "),state.lang==="en"?record.place_en:record.place_zh])}
var families3=hit=>hit.shares.map((share,i)=>({share,family:state.config.families[i]})).filter(({share})=>share).sort((a,b)=>b.
share-a.share).slice(0,3).map(({share,family})=>`${label(family)} ${share}`).join(" · ");function areaNotes(feature){let{
level,dashed,radius:radius2,parent}=feature.properties,kind=[nameOf(parent),t("map.layer."+(level==="zone"?"county":level))].
filter(Boolean).join(" "),wanted3=target(),isChosen2=wanted3&&state.chosen.includes(wanted3.properties.code),tally2=shading.
tally(feature.properties.code),lead2=shading.lead(feature.properties.code),family=lead2===null?null:state.config.families[lead2];
return[tally2&&level!=="park"?[t("map.tip.count",{count:number(tally2.count)}),family?t("map.tip.lead",{name:label(family)}):
""].filter(Boolean).join(" · "):"",level==="county"&&areas.all().some(({properties})=>properties.level==="zone")?t("map\
.tip.zones"):"",dashed?`${kind} · ${t("map.approximate")}`:kind,level==="town"||level==="park"?t("map.radius",{radius:radius2[state.
lang]}):"",wanted3?t(isChosen2?"map.tip.release":"map.tip.choose",{name:wanted3.properties.name}):""]}function nameOf(code2){
let feature=areas.feature(code2);return feature?feature.properties.name:""}function placeTitle(hit){let names3=hit.members.
map(place5=>nameOf(symbols.place(place5).code)).filter(Boolean);return names3.length?names3.length===1?names3[0]:t("map.\
places",{first:names3.slice(0,2).join("、"),count:names3.length}):t("map.key.site")}function fill(title2,rows){tip.replaceChildren(
el("strong",{},title2),...rows.filter(Boolean).map(line=>el("span",{},line))),tip.hidden=!1}function move(at4){if(tip.hidden)
return;let room2=container2.clientWidth-tip.offsetWidth-8,below=at4.y+18+tip.offsetHeight<container2.clientHeight;tip.style.
left=Math.max(8,Math.min(at4.x+14,room2))+"px",tip.style.top=(below?at4.y+16:at4.y-tip.offsetHeight-12)+"px"}function click2(event){
if(tools.isBusy()||!isOnMap(event))return;let hit=canvas.hit(event.containerPoint);if(leave(),hit){open2(hit.kind==="lin\
e"?{...hit,at:event.containerPoint}:hit);return}if(performance.now()-closedAt<JUST_NOW_MS)return;let wanted3=target(),{ctrlKey,
metaKey,shiftKey,detail}=event.originalEvent;wanted3&&detail<2&&send({do:"area",code:wanted3.properties.code,add:ctrlKey||
metaKey||shiftKey})}async function open2(hit){if(hit.kind==="line"){await cards.open(hit.at?state.map.containerPointToLatLng(
hit.at):canvas.latLng(hit),lines.name(hit.line),lines.recordsOf(hit.line));return}if(hit.kind==="county"){await cards.open(
canvas.latLng(hit),nameOf(hit.code),countyRecords(hit.code));return}let{map:map2}=state,bounds=L.latLngBounds(hit.members.
map(place5=>[symbols.place(place5).lat,symbols.place(place5).lon])),apart=!bounds.getSouthWest().equals(bounds.getNorthEast(),
1e-5);if(hit.isMerged&&apart&&map2.getZoom()<map2.getMaxZoom()){map2.flyToBounds(bounds.pad(.4),{duration:.5,maxZoom:Math.
max(map2.getZoom()+2,12)});return}await cards.open(canvas.latLng(hit),placeTitle(hit),symbols.recordsOf(hit.members))}var MOST={places:5,companies:4,records:8},KINDS2=["places","companies","records"],SECONDS2=.8,ROOMY=170,SENTENCE=/[\u3400-\u9fff].*[\u3400-\u9fff]/u,
FUNNEL2="M3 4.500h14l-5.500 6.500v5l-3-1.500v-3.500z",LENS="M9 3.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M13 13l4 4",box5,
input,list3,found,status,clear3,options3=[],current=-1,place3=null,lit=null,litIn="",took=0,search={add(map2){input=el("\
input",{type:"text",role:"combobox",autocomplete:"off",spellcheck:"false",enterkeyhint:"search",maxlength:"60","aria-aut\
ocomplete":"list","aria-haspopup":"listbox","aria-controls":"pm-found","aria-expanded":"false",onfocus:()=>{finder.load().
then(suggest)},oninput:suggest,onkeydown:key6,onblur:()=>setTimeout(hideUnlessInside,0)}),clear3=el("button",{type:"butt\
on",class:"pm-search-clear",hidden:"",onclick:empty},"×"),found=el("div",{class:"pm-found-list",id:"pm-found",role:"lis\
tbox"}),status=el("p",{class:"pm-found-note",role:"status"}),list3=el("div",{class:"pm-found",hidden:"",onmousedown:event=>event.
preventDefault()},found,status),box5=el("div",{class:"pm-search",role:"search"},el("label",{},icon(LENS),input),clear3,list3),
L.DomEvent.disableClickPropagation(box5),L.DomEvent.disableScrollPropagation(box5),map2.getContainer().append(box5),document.
addEventListener("keydown",shortcut),this.render()},render(){this.fit(),input.title=t("map.search.keys"),input.setAttribute(
"aria-label",t("map.search")),found.setAttribute("aria-label",t("map.search")),clear3.setAttribute("aria-label",t("map.s\
earch.clear")),hide()},element:()=>box5,fit(){input.placeholder=t(box5.offsetWidth<ROOMY?"map.search.short":"map.search.\
hint")},follow(){place3&&(cards.isAside(place3)?(light2(place3),cards.aside(place3,placeCard(place3))):forget())},took:()=>took};
function shortcut(event){let isSlash=event.key==="/"&&!event.ctrlKey&&!event.metaKey&&!event.altKey&&!event.target.closest(
"input, textarea, select, [contenteditable=true]"),isK=event.key.toLowerCase()==="k"&&(event.ctrlKey||event.metaKey)&&!event.
altKey&&!event.shiftKey;!isSlash&&!isK||(event.preventDefault(),event.stopPropagation(),window.focus(),input.focus(),input.
select())}function empty(){input.value="",input.focus(),suggest(),place3&&cards.undock(),forget()}function suggest(){if(clear3.
hidden=!input.value,!finder.isReady())return;let began=performance.now(),hits=input.value.trim()?finder.find(input.value,
Math.max(...Object.values(MOST))):null;hits?show4(hits):hide(),took=performance.now()-began}function show4(hits){options3=
[];let text=input.value.trim(),sentence=isSentence(text,hits)?[asSentence(text)]:[],groups=KINDS2.filter(kind=>hits[kind].
total).map(kind=>group3(kind,hits[kind]));found.replaceChildren(...sentence,...groups),status.textContent=groups.length?
KINDS2.filter(kind=>hits[kind].total).map(kind=>`${t("map.search."+kind)} ${number(hits[kind].total)}`).join(" · "):t("\
map.search.nothing",{text}),list3.hidden=!1,found.hidden=!options3.length,input.setAttribute("aria-expanded",String(options3.
length>0)),mark2(options3.length>sentence.length?sentence.length:options3.length-1)}function isSentence(text,hits){let isName=KINDS2.
some(kind=>hits[kind].rows.some(({name})=>name===text));return SENTENCE.test(text)&&!isName&&!listener}function asSentence(text){
let name=t("map.search.sentence",{text}),node=option(el("span",{class:"pm-found-sign"},icon(FUNNEL2)),t("map.search.sent\
ence_note"),!1,()=>send({do:"sentence",text}),{name,ranges:[]});return node.dataset.act="sentence",node}function group3(kind,{
total:total3,rows}){let shown2=rows.slice(0,MOST[kind]),head2=`pm-found-${kind}`;return el("div",{role:"group","aria-lab\
elledby":head2},el("div",{class:"pm-found-head",id:head2},t("map.search."+kind),el("span",{},total3>shown2.length?t("map\
.search.some",{shown:shown2.length,total:number(total3)}):number(total3))),shown2.map(row2=>{let[sign,note2,isHidden,act]=CHOICES[kind](
row2);return option(sign,note2,isHidden,act,row2)}))}var CHOICES={places:({at:at4,name})=>[el("span",{class:"pm-found-si\
gn"},icon("M10 18s5.5-5.6 5.5-9.8a5.5 5.5 0 1 0-11 0C4.500 12.400 10 18 10 18zM10 6.500v3")),placeNote(at4,name),!1,()=>goTo(
at4)],companies:({at:at4,name})=>[el("span",{class:"pm-found-sign"},icon("M4 17V4h8v13M12 8h4v9M2.500 17h15M6.500 7.500h\
3M6.500 10.500h3M6.500 13.500h3")),t("map.count",{count:number(at4.length)}),!at4.some(isShown),()=>cards.openAside(name,
at4)],records:({at:at4})=>[cards.chip(at4),recordNote(at4),!isShown(at4),()=>cards.visit(at4)]},isShown=record=>state.shown[record]===
1;function option(sign,note2,isHidden,act,{name,ranges:ranges2}){let row2=options3.length,node=el("div",{role:"option",id:`\
pm-option-${row2}`,"aria-selected":"false",class:"pm-option"+(isHidden?" pm-option-off":""),onmousemove:()=>mark2(row2),
onclick:()=>choose(row2)},sign,el("span",{class:"pm-option-name"},marked(name,ranges2)),el("span",{class:"pm-option-note"},
[note2,isHidden?t("map.search.hidden"):""].filter(Boolean).join(" · ")));return options3.push({node,act}),node}function marked(name,ranges2){
let parts2=[],from=0;for(let[start3,end2]of ranges2)parts2.push(name.slice(from,start3),el("mark",{},name.slice(start3,end2))),
from=end2;return[...parts2,name.slice(from)]}var areaOf=code2=>areas.feature(code2);function placeNote(code2,name){let{properties}=areaOf(
code2),parent=areas.feature(properties.parent);return[name===properties.name?"":properties.name,parent?parent.properties.
short_name||parent.properties.name:"",t("map.layer."+(properties.level==="zone"?"county":properties.level))].filter(Boolean).
join(" · ")}function recordNote(record){let{records,config}=state,[code2]=[...records.town_sets[records.town[record]],...records.
county_sets[records.county[record]]],where=code2?pointer.nameOf(code2):label(config.levels[records.level[record]]),period=[
...new Set(years(record))].join("–"),{code:kind,...labels3}=config.kinds[records.kind[record]];return[kind==="project"?
"":label(labels3),where,period].filter(Boolean).join(" · ")}function key6(event){if(event.key==="Escape")list3.hidden?input.
blur():hide();else if(event.key==="Enter"&&current>=0&&!list3.hidden)choose(current);else if(["ArrowDown","ArrowUp"].includes(
event.key)&&options3.length)list3.hidden?suggest():mark2((current+(event.key==="ArrowDown"?1:-1)+options3.length)%options3.
length);else return;event.preventDefault(),event.stopPropagation()}function mark2(row2){if(current>=0&&options3[current]&&
options3[current].node.setAttribute("aria-selected","false"),current=row2,row2<0){input.removeAttribute("aria-activedesc\
endant");return}let{node}=options3[row2];node.setAttribute("aria-selected","true"),node.scrollIntoView({block:"nearest"}),
input.setAttribute("aria-activedescendant",node.id)}function hide(){list3.hidden=!0,options3=[],current=-1,found.replaceChildren(),
input.setAttribute("aria-expanded","false"),input.removeAttribute("aria-activedescendant")}function hideUnlessInside(){box5.
contains(document.activeElement)||hide()}function choose(row2){let{act}=options3[row2];hide(),input.blur(),state.map.closePopup(),
forget(),act()}function goTo(code2){let{map:map2}=state;place3=code2;let shape=light2(code2);cards.aside(code2,placeCard(
code2));let room2=panel.dockBox().getBoundingClientRect(),size2=map2.getSize(),isBeside=room2.width<size2.x/2,isStill=matchMedia(
"(prefers-reduced-motion: reduce)").matches;map2.flyToBounds(shape.getBounds().pad(.15),{paddingTopLeft:[56,isBeside?64:
Math.min(room2.height+72,size2.y/2)],paddingBottomRight:[isBeside?room2.width+24:24,48],maxZoom:12.5,duration:SECONDS2,animate:!isStill})}
function light2(code2){if(lit&&litIn===state.datum)return lit;lit&&lit.remove(),litIn=state.datum;let looks={pane:"pm-li\
t",renderer:L.svg({pane:"pm-lit",padding:.5}),interactive:!1,smoothFactor:.6,className:`pm-area pm-area-found${areaOf(code2).
properties.dashed?" pm-dashed":""}`};return lit=L.geoJSON(areas.feature(code2),{...looks,style:{className:looks.className},
pointToLayer:(feature,at4)=>L.circle(at4,{...looks,radius:feature.properties.radius_m||500})}).addTo(state.map),lit}function forget(){
place3=null,lit&&lit.remove(),lit=null}function placeCard(code2){let{properties}=areaOf(code2),all=recordsIn(code2),shown2=all.
filter(isShown),isChosen2=state.chosen.includes(code2),button4=(text,act,attributes)=>el("button",{type:"button",class:"\
pm-button",onclick:act,...attributes},text);return el("article",{class:"pm-card pm-place"},el("p",{class:"pm-kind"},[placeNote(
code2,properties.name),properties.dashed?t("map.approximate"):""].filter(Boolean).join(" · ")),el("h2",{},properties.name),
el("p",{},all.length?t(shown2.length<all.length?"map.search.part":"map.search.all",{shown:number(shown2.length),total:number(
all.length)}):t("map.search.no_records")),el("div",{class:"pm-buttons"},isChosen2||!all.length?"":button4(t("map.search.\
filter"),()=>send({do:"area",code:code2,add:!1}),{"data-act":"filter"}),all.length?button4(t("map.search.list"),()=>cards.
openAside(properties.name,all,()=>goTo(code2)),{"data-act":"list"}):"",isChosen2?el("span",{class:"pm-note"},t("map.sear\
ch.filtered")):""))}var CORNERS=["bottomright","bottomleft","topleft"],SEARCH_LEAST=112,SEARCH_MOST=280,container3,layersBox,legendBox,keyBox,
dockedCard,notice,panel={add(map2){container3=map2.getContainer(),layersBox=over("pm-layers"),legendBox=over("pm-legend"),
keyBox=over("pm-legend"),dockedCard=over("pm-dock"),dockedCard.hidden=!0,notice=over("pm-notice"),notice.hidden=!0,notice.
setAttribute("role","alert"),new ResizeObserver(()=>container3.style.setProperty("--legend",`${legendBox.offsetHeight}px`)).
observe(legendBox),map2.on("popupclose moveend",()=>setTimeout(this.giveWay,0)),this.renderLayers()},dock(){let{map:map2}=state,
outline2=areas.outlinePoints().map(point2=>map2.latLngToContainerPoint(point2)),{x:width,y:height}=map2.getSize(),free2=CORNERS;
for(let box8 of[legendBox,keyBox]){let{offsetWidth:wide,offsetHeight:high}=box8,hidden2=corner2=>{let[left,top]=position(
corner2,box8,width,height);return outline2.filter(at4=>at4.x>left&&at4.x<left+wide&&at4.y>top&&at4.y<top+high).length},best2=free2.
reduce((a,b)=>hidden2(b)<hidden2(a)?b:a);free2=free2.filter(corner2=>corner2!==best2),box8.dataset.corner=best2}container3.
classList.remove("pm-crowded");let room2=width-layersBox.offsetWidth-12-56-8;container3.classList.toggle("pm-crowded",room2<
SEARCH_LEAST),container3.style.setProperty("--search",`${Math.min(room2,SEARCH_MOST)}px`),search.fit();let side2=present.
isOn()||free2.includes("bottomleft")?"bottomleft":"bottomright";container3.classList.toggle("pm-lifted",!free2.includes(
side2)),furniture.setPosition(side2),settle()},dockBox:()=>dockedCard,giveWay(){let card3=cards.element(),own2=card3?card3.
getBoundingClientRect():null;for(let box8 of[legendBox,keyBox,layersBox,search.element()]){let other=box8.getBoundingClientRect(),
covers=own2&&own2.left<other.right&&own2.right>other.left&&own2.top<other.bottom&&own2.bottom>other.top;box8.classList.toggle(
"pm-behind",!!covers)}},renderLayers(){let switches=Object.keys(state.layers).map(name=>el("button",{type:"button",class:"\
pm-switch","data-layer":name,"aria-pressed":String(state.layers[name]),onclick:()=>setLayer(name,!state.layers[name])},t(
"map.layer."+name))),{basemaps}=state.config,shadings=shading.MODES.map(mode3=>[mode3,t("map.shading."+mode3)]),backgrounds=[
["",t("map.basemap.none")],...basemaps.map(each=>[each.code,label(each)])];layersBox.replaceChildren(el("span",{class:"p\
m-caption"},t("map.layers")),...switches,choice("shading",t("map.shading"),shadings,shading.mode(),mode3=>shading.set(mode3)),
choice("background",t("map.basemap"),backgrounds,background.code(),code2=>background.set(code2)))},renderLegend(){legend2.
render(legendBox,keyBox)},unsay(text){notice.firstChild&&notice.firstChild.textContent===text&&this.say("")},say(text){notice.
hidden=!text,notice.replaceChildren(el("span",{},text),el("button",{type:"button","aria-label":t("map.close"),onclick:()=>panel.
say("")},"×"))}};function setLayer(name,isOn3){state.layers[name]=isOn3,areas.setVisible(name,isOn3),panel.renderLayers(),
redraw()}function choice(name,caption2,options4,value,act){return el("select",{"aria-label":caption2,"data-choice":name,
onchange:event=>act(event.target.value)},options4.map(([code2,text])=>el("option",{value:code2,...code2===value?{selected:""}:
{}},text)))}function position(corner2,box8,width,height){let foot2=12+timeline.height();return{topleft:[56,56],bottomleft:[
12,height-box8.offsetHeight-foot2],bottomright:[width-box8.offsetWidth-12,height-box8.offsetHeight-foot2]}[corner2]}function over(name){
let node=el("div",{class:name});return L.DomEvent.disableClickPropagation(node),L.DomEvent.disableScrollPropagation(node),
container3.append(node),node}var FAILED_TILES=3,urls,layers=[],code="",background={add(addresses){urls={wgs84:addresses.areas,gcj02:addresses.areas_gcj02}},
code:()=>code,async set(wanted3){let chosen=state.config.basemaps.find(each=>each.code===wanted3);panel.say(chosen&&chosen.
refused?`${label(chosen)}：${chosen.refused[state.lang]}`:"");let usable=chosen&&!chosen.refused?chosen:null;code=usable?
wanted3:"",layers.forEach(layer=>layer.remove()),layers=[],state.map.getContainer().classList.remove("pm-over-tiles"),await setDatum(
usable?usable.datum:"wgs84"),usable&&code===wanted3&&(layers=usable.urls.map(url2=>tiles(url2,usable))),panel.renderLayers()}};
function tiles(url2,{subdomains,max_zoom,attribution:attribution2,...chosen}){let layer=L.tileLayer(url2,{subdomains,maxZoom:18,
maxNativeZoom:max_zoom,attribution:attribution2}),failed=0,loaded=0;return layer.on("tileload",()=>{loaded+=1,state.map.
getContainer().classList.add("pm-over-tiles")}),layer.on("tileerror",()=>{failed+=1,!loaded&&failed===FAILED_TILES&&panel.
say(t("map.basemap.failed",{name:label(chosen)}))}),layer.addTo(state.map)}async function setDatum(datum2){if(datum2===state.
datum)return;let shifted=await json(urls[datum2]),before2=state.areas.features[0].properties,after=shifted.features[0].properties,
{lat,lng}=state.map.getCenter();Object.assign(state,{datum:datum2,areas:shifted}),symbols.setDatum(datum2),labels.forget(),
areas.load(shifted),ground.load(shifted),Object.entries(state.layers).forEach(([name,visible2])=>areas.setVisible(name,visible2)),
state.map.closePopup(),state.map.setView([lat+after.lat-before2.lat,lng+after.lon-before2.lon],state.map.getZoom(),{animate:!1}),
overlay.render(),redraw()}var DECIMALS=5,STILL={animate:!1,reset:!0},NOTICE_MS=4e3,CHAIN="M8 12l4-4M9 6l2-2a3.500 3.500 0 0 1 5 5l-2 2M11 14l-2 2a\
3.500 3.500 0 0 1-5-5l2-2",box6,done2="",placing=null,link={add(map2){if(listener)return;let bar4=new L.Control({position:"\
topleft"});bar4.onAdd=()=>(box6=el("div",{class:"leaflet-bar pm-tools"}),L.DomEvent.disableClickPropagation(box6),box6),
bar4.addTo(map2),map2.on("resize",()=>{placing&&place4(placing)}),map2.on("dragstart",()=>{placing=null}),map2.getContainer().
addEventListener("wheel",()=>{placing=null},{passive:!0})},async follow(look3){if(!box6)return;box6.replaceChildren(el("\
button",{type:"button",title:t("map.link"),"aria-label":t("map.link"),"data-tool":"link",onclick:copy2},icon(CHAIN)));let asked3=JSON.
stringify(look3);if(!look3||asked3===done2)return;done2=asked3;let{layers:layers2,config}=state;Object.keys(layers2).forEach(
name=>{layers2[name]!==look3.layers[name]&&setLayer(name,look3.layers[name])}),shading.set(look3.shading),config.basemaps.
some(each=>each.code===look3.background)&&await background.set(look3.background),panel.renderLayers(),placing=look3,place4(
look3)}};function place4({lon,lat,zoom}){let{map:map2}=state;keepView(),map2.setView([lat,lon],zoom,STILL);let seen2=present.
capture();(seen2.lon!==lon||seen2.lat!==lat)&&map2.setView([2*lat-seen2.lat,2*lon-seen2.lon],zoom,STILL)}function address2(){
let{lon,lat,zoom,layers:layers2,shading:mode3,background:ground2}=present.capture(),url2=new URL(window.parent.location.
href),parts2={at:[lon.toFixed(DECIMALS),lat.toFixed(DECIMALS),zoom].join(","),shading:mode3==="points"?"":mode3,background:ground2,
hide:Object.keys(layers2).filter(name=>!layers2[name]).join(",")};return Object.entries(parts2).forEach(([name,value])=>{
url2.searchParams.delete(name),value&&url2.searchParams.set(name,value)}),url2.href}async function copy2(){let url2=address2();
if(!await written(url2)&&!typed(url2)){panel.say(url2);return}let told2=t("map.link.copied");panel.say(told2),setTimeout(
()=>panel.unsay(told2),NOTICE_MS)}async function written(text){if(!navigator.clipboard)return!1;try{await navigator.clipboard.
writeText(text)}catch(error){if(!(error instanceof DOMException))throw error;return!1}return!0}function typed(text){let field2=el(
"textarea",{"aria-hidden":"true",class:"pm-off-screen"});field2.value=text,document.body.append(field2),field2.select();
let isDone2=document.execCommand("copy");return field2.remove(),isDone2}var wanted2=null,isFurnished=!1,projectMap={async start(map2,urls2){if(state.map){location.reload();return}state.map=map2,
map2.attributionControl.setPrefix(!1);let[config,collection,records]=await Promise.all([json(urls2.config),json(urls2.areas),
json(urls2.records),styled()]);state.config=config,state.areas=collection,state.records=unpack(records,new URL(urls2.records,
document.baseURI)),Object.assign(map2.createPane("pm-symbols").style,{zIndex:450,pointerEvents:"none"}),wanted2&&dress2(
wanted2.theme),map2.invalidateSize({animate:!1}),fitAll(),areas.add(map2),ground.add(map2),lines.add(state.records),symbols.
add(state.records,config.families.length),canvas.addTo(map2),wanted2&&!wanted2.look&&(picture(wanted2),await new Promise(
painted)),ground.load(collection),ground.show(),areas.load(collection),ground.showNames(),furnish(map2,urls2),isFurnished=
!0,wanted2&&apply2(wanted2),urls2.choices&&ahead.load(urls2.choices)},show(request){wanted2=request,dropOldThemes(),isFurnished&&
apply2(request)},stats(){let{map:map2,records}=state;if(!records||!state.shown)return{ready:!1};let shown2=sum(state.shown);
if(!isFurnished)return{ready:!1,shown:shown2};let centre=map2.getCenter();return{ready:!0,revision:state.revision,drawn_at:performance.
timeOrigin+state.drawnAt,records:records.count,shown:shown2,counties:state.areas.features.filter(each=>each.properties.level===
"county").length,places:symbols.placeCount(),get symbols(){return canvas.hits().filter(hit=>hit.kind==="place").map(({at:at4,
count:count3,members:members3})=>({x:at4.x,y:at4.y,count:count3,members:members3}))},get lines(){return canvas.hits().filter(
hit=>hit.kind==="line").map(({at:at4,count:count3,line})=>({x:at4.x,y:at4.y,count:count3,name:lines.name(line)}))},get badges(){
return canvas.hits().filter(hit=>hit.kind==="county").map(({at:at4,code:code2})=>({x:at4.x,y:at4.y,code:code2,count:countyCount(
code2)}))},zoom:map2.getZoom(),centre:[centre.lng,centre.lat],layers:{...state.layers},lang:state.lang,selected:state.selected,
chosen:state.chosen,datum:state.datum,presenting:present.isOn(),scene:present.scene(),steps:present.steps(),year:playback.
isOpen()?playback.year():null,get visible(){return visibleCount()},background:background.code(),shading:shading.legend(),
outlines:state.outlines.length,heard:outside.isHeard(),answered:state.answered}}};window.projectMap=projectMap;window.PM=
{ahead,areas,canvas,cards,colour,details,finder,geodesy:geodesy_exports,labels,lines,measure,own,playback,recordsIn,search,
shading,state,steps};steps.push(look,symbols.count,()=>shading.render(),()=>canvas.draw(),panel.renderLegend,timeline.count,
search.follow,view.tell,settle);function picture({mask,chosen,outlines:outlines2}){Object.assign(state,{chosen,outlines:outlines2,
shown:bits(mask,state.records.count)}),look(),symbols.count(),canvas.draw()}function furnish(map2,urls2){furniture.add(map2),
background.add(urls2),overlay.add(map2);for(let each of[tools,measure,scenes,present,link,view,own,panel,pointer,cards,search,
playback])each.add(map2);watchSize(),map2.on("moveend",settle)}function dress2(theme){document.documentElement.dataset.theme!==
theme&&(setTheme(theme),ground.forget())}function apply2(request){let isOther=state.lang!==request.lang,isNew=state.selected!==
request.selected,shown2=bits(request.mask,state.records.count);dress2(request.theme),Object.assign(state,{lang:request.lang,
selected:request.selected,chosen:request.chosen,outlines:request.outlines,hasFocus:request.focus,answered:!0,shown:shown2,
others:request.others&&bits(request.others,state.records.count)}),Object.assign(state,{query:request.query,answers:request.
answers,title:request.title,conditions:request.conditions,count:counted(shown2)}),look(),isOther&&(panel.renderLayers(),
cards.undock(),cards.close(),search.render(),timeline.rebuild(),furniture.speak()),own.follow(request.layers),overlay.render(),
tools.render(),measure.render(),scenes.load(request.saved),present.render(),redraw(),(isOther||!state.revision)&&panel.dock(),
state.revision+=1;let{tells_drawn:told2}=request;told2&&painted(()=>fetch(told2)),link.follow(request.look),view.follow(
request.tells_view),isNew&&reveal(request.selected)}function reveal(record){if(cards.undock(),cards.close(),record<0)return;
let point2=symbols.pointOf(record);if(!point2){cards.dock(record);return}let[lat,lon]=point2;state.map.panInside([lat,lon],
{padding:[60,60],animate:!1}),cards.reveal([lat,lon],record)}var data3=JSON.parse(document.getElementById("sa-data")?.textContent||""),SIZE=data3.records.chunk_size,part=(rows,number2)=>rows.
slice(Number(number2)*SIZE,(Number(number2)+1)*SIZE);async function read2(address3){let url2=String(address3),life=/\/history-[^/]*\/(\d+)\.json$/.
exec(url2);if(life)return part(data3.histories,life[1]);if(/\/search-[^/]*\.json$/.test(url2))return data3.search;if(/\/wall-[^/]*\.json$/.
test(url2))return data3.wall;let chunk=/\/(\d+)\.json$/.exec(url2),version=/^saved-(\d+)$/.exec(url2);return version?data3.
saved[Number(version[1])]:chunk?part(data3.details,chunk[1]):data3[url2]}function detailsOf(record){let row2=data3.details[record];
return Object.fromEntries(data3.records.fields.map((field2,at4)=>[field2,row2[at4]]))}var placeOf=record=>data3.filters.
place[record];var lists=[],levels=new Map,LATIN2=/^[a-z0-9]*[a-z][a-z0-9]*$/,data4,texts=[],spelled=[],members2=new Map,chains=[],plain2=text=>text.
normalize("NFKC").toLowerCase(),filter={lists:()=>lists,places:()=>Array.from(levels.keys()),empty(){let none=[...lists,
...levels.keys()].map(key8=>[key8,[]]);return{...Object.fromEntries(none),from:null,to:null,text:"",rings:[],near:null}},
fromQuery(query){let get=key8=>query[key8]||[],found2={...this.empty(),text:get("text").join(" "),rings:get("within").flatMap(
rings)};for(let key8 of lists)found2[key8]=[...new Set(get(key8).flatMap(code2=>positions(key8,code2)))];for(let key8 of[
"from","to"])found2[key8]=Number(get(key8)[0])||null;for(let key8 of levels.keys())found2[key8]=[...new Set(get(key8).flatMap(
value=>areaCodes(key8,value)))];let near=(get("near")[0]||"").split(",").map(Number);return near.length===3&&near.every(
Number.isFinite)&&(found2.near={lon:near[0],lat:near[1],km:near[2]}),found2},toQuery(filters2){let query={},put2=(key8,values)=>{
let given=values.filter(Boolean).map(String);given.length&&(query[key8]=given)};for(let key8 of lists)put2(key8,filters2[key8].
map(at4=>codeOf2(key8,at4)));for(let key8 of levels.keys())put2(key8,filters2[key8]);put2("from",[filters2.from]),put2("\
to",[filters2.to]),put2("text",[filters2.text.trim()]);let closed=filters2.rings.map(ring2=>`((${[...ring2,ring2[0]].map(
([lon,lat])=>`${lon} ${lat}`).join(",")}))`);return put2("within",closed.length?[`MULTIPOLYGON(${closed.join(",")})`]:[]),
put2("near",filters2.near?[`${filters2.near.lon},${filters2.near.lat},${filters2.near.km}`]:[]),query},load(filters2){data4=
filters2,texts=filters2.text.map(plain2),spelled=filters2.pinyin.map(names3=>names3.map(spelling)),lists=filters2.conditions.
filter(({kind})=>kind==="list").map(({key:key8})=>key8),levels=new Map(filters2.conditions.filter(({kind})=>kind==="plac\
e").map(each=>[each.key,each.levels])),members2=new Map(Array.from(levels.keys(),key8=>[key8,new Map(Object.entries(filters2.
areas[key8]).map(([code2,found2])=>[code2,new Set(found2)]))])),chains=data4.text.map(()=>[]),filters2.chains.forEach((found2,at4)=>found2.
forEach(record=>chains[record].push(at4)))},mask(filters2,...lifted){let tests=conditions(filters2).filter(([key8])=>!lifted.
includes(key8)).map(([,test])=>test);return Uint8Array.from(data4.text,(text,record)=>tests.every(test=>test(record))?1:
0)},placeName:code2=>data4.places.find(([each])=>each===code2)?.[1]||"",withPlace(filters2,code2,isAdded){let place5=data4.
places.find(([each])=>each===code2),key8=this.places().find(each=>place5&&levels.get(each)?.includes(place5[2]));if(!place5||
!key8)return filters2;let chosen=filters2[key8],rest=chosen.filter(each=>each!==code2),isOld=rest.length<chosen.length,added=isOld?
rest:[...chosen,code2],only=isOld&&!rest.length?[]:[code2],county=key8!=="county"&&filters2.county.includes(place5[3])?filters2.
county:[];return{...filters2,county,town:[],park:[],[key8]:isAdded?added:only}},active:filters2=>conditions(filters2).map(
([key8])=>key8),years(){let known=[...data4.start,...data4.end].filter(year2=>year2!==null);return known.length?[Math.min(
...known),Math.max(...known)]:null},values(key8,record){return key8==="chain"?chains[record]:key8==="document"||key8==="\
stage"?[data4.values[key8][record]]:[state.records[key8][record]]}},table=key8=>key8==="industry"?state.config.industries:
state.config[`${key8}s`],codeOf2=(key8,at4)=>table(key8)[at4][key8==="document"?"document":"code"]||"";function positions(key8,code2){
let{families:families4,industries:industries2}=state.config,family=key8==="industry"?families4.findIndex(each=>each.code===
code2):-1;if(family>=0)return industries2.map((each,at5)=>each.family===family?at5:-1).filter(at5=>at5>=0);let at4=table(
key8).findIndex((each,number2)=>codeOf2(key8,number2)===code2);return at4<0?[]:[at4]}var areaCodes=(key8,value)=>data4.places.
filter(([code2,name,level])=>levels.get(key8)?.includes(level)&&(code2===value||name===value)).map(([code2])=>code2);function rings(wkt){
return(wkt.match(/\(\([^()]*\)/g)||[]).map(ring2=>ring2.slice(2,-1).split(",").map(corner2=>corner2.trim().split(/\s+/).
map(Number)).slice(0,-1))}function conditions(filters2){let found2=[];for(let key8 of lists){let isAny=record=>filter.values(
key8,record).some(value=>filters2[key8].includes(value));filters2[key8].length&&found2.push([key8,isAny])}(filters2.from!==
null||filters2.to!==null)&&found2.push(["years",record=>overlaps2(record,filters2)]);for(let word of plain2(filters2.text).
split(/\s+/).filter(Boolean))found2.push(["text",record=>hasWord(record,word)]);for(let[key8,areas2]of members2){let isIn=record=>filters2[key8].
some(code2=>areas2.get(code2)?.has(record));filters2[key8].length&&found2.push([key8,isIn])}filters2.rings.length&&found2.
push(["within",record=>points2(record).some(([lon,lat])=>filters2.rings.some(ring2=>isInside(lon,lat,ring2)))]);let{near}=filters2;
return near&&found2.push(["near",record=>points2(record).some(([lon,lat])=>isNear(lon,lat,near))]),found2}function overlaps2(record,{
from,to}){let start3=data4.start[record]===null?data4.end[record]:data4.start[record],end2=data4.end[record]===null?data4.
start[record]:data4.end[record];return start3!==null&&end2!==null&&(from===null||end2>=from)&&(to===null||start3<=to)}function hasWord(record,word){
return texts[record].includes(word)||LATIN2.test(word)&&spelled[record].some(name=>isSpelled(name,word))}function spelling(text){
let parts2=text.split(" ").filter(Boolean),starts=new Set,length2=0;for(let part2 of parts2)starts.add(length2),length2+=
part2.length;return{joined:parts2.join(""),initials:parts2.map(part2=>part2[0]).join(""),starts}}function isSpelled({joined,
initials,starts},word){if(word.length>1&&initials.includes(word))return!0;for(let at4=joined.indexOf(word);at4>=0;at4=joined.
indexOf(word,at4+1))if(starts.has(at4))return!0;return!1}var points2=record=>data4.points[record];function isInside(lon,lat,ring2){
let inside=!1;for(let i=0,j=ring2.length-1;i<ring2.length;j=i,i+=1){let[x1,y1]=ring2[i],[x2,y2]=ring2[j];y1>lat!=y2>lat&&
lon<(x2-x1)*(lat-y1)/(y2-y1)+x1&&(inside=!inside)}return inside}var isNear=(lon,lat,near)=>L.latLng(lat,lon).distanceTo(
[near.lat,near.lon])<=near.km*1e3;var LIST_MOST2=500,opened2=new Set(["industry"]),labels2={},caption=key8=>labels2[key8][state.lang],panels2={load(names3){
labels2=names3},filters(box8,filters2,act){let active=document.activeElement,typed2=active instanceof HTMLInputElement&&
active.name==="text"?active.selectionStart:null;if(box8.setAttribute("aria-label",t("standalone.filters")),box8.replaceChildren(
search2(filters2,act),years2(filters2,act),industries(filters2,act),...filter.lists().map(key8=>key8==="industry"?"":list4(
key8,filters2,act))),typed2===null)return;let field2=box8.querySelector("input[name=text]");field2?.focus(),field2?.setSelectionRange(
typed2,typed2)},results(box8,{rows,total:total3,tab:tab2,selected:selected2,focus:focus2,chips:chips2},act){let scrolled=box8.
querySelector("ol")?.scrollTop||0,off=rows.filter(record=>!symbols.isDrawn(record)),figures2=symbols.counts(rows),told2=name=>`${t(
"count."+name)} ${number(figures2[name])}`,tabs=[["list",t("app.list")],["off",`${told2("county")} · ${told2("unplaced")}`]],
shown2=tab2==="off"?off:rows;box8.setAttribute("aria-label",t("app.result")),box8.replaceChildren(el("p",{class:"sa-coun\
t",role:"status"},t("count.projects")," ",el("b",{},number(figures2.projects))," ",el("small",{},[`${t("count.records")}\
 ${t("count.of",{count:number(rows.length),total:number(total3)})}`,told2("drawn"),told2("county"),told2("unplaced")].join(
" · "))),el("div",{class:"sa-chips"},chips2.map(({text,lift})=>el("button",{type:"button",title:t("app.remove"),onclick:lift},
text+" ×"))),focus2?el("p",{class:"sa-focus"},t("app.focus",{count:number(rows.length)})," ",el("button",{type:"button",
onclick:()=>act({focus:null})},t("app.focus_all"))):"",el("div",{class:"sa-tabs",role:"tablist"},tabs.map(([name,text])=>el(
"button",{type:"button",role:"tab","aria-selected":String(name===tab2),onclick:()=>act({tab:name})},text))),rows.length?
el("ol",{},listed2(shown2.slice(0,LIST_MOST2),selected2,act)):el("p",{class:"sa-empty"},t("app.empty")),shown2.length>LIST_MOST2?
el("p",{class:"sa-note"},t("standalone.list_most",{count:number(LIST_MOST2)})):"");let found2=box8.querySelector("ol");found2&&
(found2.scrollTop=scrolled)}};function listed2(rows,selected2,act){let{project:project2}=state.records,sizes=new Map;for(let record of rows)
sizes.set(project2[record],(sizes.get(project2[record])||0)+1);let begun=new Set;return rows.flatMap(record=>{let key8=project2[record],
size2=sizes.get(key8)||0,isPart=key8>0&&size2>1,line=item2(record,record===selected2,act);if(!isPart)return[line];line.classList.
add("sa-part");let head2=begun.has(key8)?[]:[el("li",{class:"sa-project"},el("b",{},detailsOf(record).name)," ",el("smal\
l",{},`${t("count.records")} ${number(size2)}`))];return begun.add(key8),[...head2,line]})}function item2(record,isSelected,act){
let{config,records}=state,details2=detailsOf(record);return el("li",{},el("button",{type:"button",class:"sa-item","aria-\
pressed":String(isSelected),onclick:()=>act({selected:record})},el("span",{class:"pm-chip",style:{background:config.families[records.
family[record]].colour}},config.industries[records.industry[record]].glyph),el("span",{class:"sa-name"},details2.name),el(
"span",{class:"sa-where"},[placeOf(record)||label(config.levels[records.level[record]]),details2.years].filter(Boolean).
join(" · "))))}function search2(filters2,act){return el("input",{type:"search",name:"text",value:filters2.text,placeholder:t(
"app.text_hint"),"aria-label":t("app.text"),oninput:event=>act({...filters2,text:event.target.value})})}function years2(filters2,act){
let range3=filter.years();if(!range3)return"";let all=Array.from({length:range3[1]-range3[0]+1},(_,at4)=>range3[0]+at4),
choose2=(key8,other,low)=>el("select",{"aria-label":`${t("app.years")} ${low?"≥":"≤"}`,name:key8,onchange:event=>{let year2=event.
target.value?Number(event.target.value):null,clash=year2!==null&&filters2[other]!==null&&(low?year2>filters2[other]:year2<
filters2[other]);act({...filters2,[key8]:year2,...clash?{[other]:year2}:{}})}},el("option",{value:""},t("app.any")),all.
map(year2=>el("option",{value:String(year2),...filters2[key8]===year2?{selected:""}:{}},String(year2))));return el("div",
{class:"sa-years"},el("span",{},t("app.years")),choose2("from","to",!0),"–",choose2("to","from",!1))}function tally(key8,filters2){
let mask=filter.mask(filters2,key8),counts=new Map;return mask.forEach((bit,record)=>{if(bit)for(let value of filter.values(
key8,record))counts.set(value,(counts.get(value)||0)+1)}),value=>counts.get(value)||0}function group4(key8,content){let box8=el(
"details",opened2.has(key8)?{open:""}:{},el("summary",{},caption(key8)),content);return box8.addEventListener("toggle",()=>box8.
open?opened2.add(key8):opened2.delete(key8)),box8}function choice2(key8,text,count3,checked,act,mark3){return el("label",
{class:"sa-choice"+(count3||checked?"":" sa-none")},el("input",{type:"checkbox",name:key8,...checked?{checked:""}:{},onchange:event=>act(
event.target.checked)}),mark3||"",el("span",{},text),el("b",{},number(count3)))}var toggled=(values,wanted3,isOn3)=>[...values.
filter(value=>!wanted3.includes(value)),...isOn3?wanted3:[]];function list4(key8,filters2,act){let count3=tally(key8,filters2),
options4=state.config[`${key8}s`];return group4(key8,options4.map((each,value)=>{let checked=filters2[key8].includes(value);
return!count3(value)&&!checked?"":choice2(key8,label(each),count3(value),checked,isOn3=>act({...filters2,[key8]:toggled(
filters2[key8],[value],isOn3)}))}))}function industries(filters2,act){let count3=tally("industry",filters2),{families:families4,
industries:all}=state.config,set4=wanted3=>isOn3=>act({...filters2,industry:toggled(filters2.industry,wanted3,isOn3)});return group4(
"industry",families4.map((family,position2)=>{let own2=all.map((each,value)=>({each,value})).filter(({each})=>each.family===
position2),values=own2.map(({value})=>value),sum2=values.reduce((total3,value)=>total3+count3(value),0),isAll=values.every(
value=>filters2.industry.includes(value)),isSome=values.some(value=>filters2.industry.includes(value));if(!sum2&&!isSome)
return"";let mark3=el("i",{style:{background:family.colour}}),head2=choice2("family",label(family),sum2,isAll,set4(values),
mark3);head2.firstElementChild.indeterminate=isSome&&!isAll;let isOpen2=opened2.has(family.code),more=el("button",{type:"\
button",class:"sa-more","aria-expanded":String(isOpen2),"aria-label":label(family),onclick:()=>{opened2[isOpen2?"delete":
"add"](family.code),act(filters2)}},isOpen2?"▾":"▸"),parts2=own2.filter(({value})=>count3(value)||filters2.industry.
includes(value)).map(({each,value})=>choice2("industry",label(each),count3(value),filters2.industry.includes(value),set4(
[value])));return[el("div",{class:"sa-family"},head2,parts2.length>1?more:""),isOpen2?el("div",{class:"sa-parts"},parts2):
""]}))}var{view:view2}=data3,dark=window.matchMedia("(prefers-color-scheme: dark)"),box7=name=>document.querySelector(".sa-"+name);
filter.load(data3.filters);Object.assign(window.PM,{detailsOf,filter,send});var filters=filter.empty(),selected=-1,focus=null,
tab="list",language=view2.lang;readBy(read2);panels2.load(data3.filters.labels);var map=L.map("map_div",{zoomSnap:.25,zoomDelta:.5,
wheelPxPerZoomLevel:90,maxZoom:17,bounceAtZoomLimits:!1,doubleClickZoom:!1}),[west,south,east,north]=data3.areas.bbox;map.
fitBounds([[south,west],[north,east]]);tellTo(onAction);document.documentElement.dataset.theme=dark.matches?"dark":"ligh\
t";dark.addEventListener("change",render3);document.addEventListener("keydown",key7);projectMap.start(map,{config:"confi\
g",areas:"areas",areas_gcj02:"areas",records:"records"}).then(()=>{render3();let[tour2]=data3.saved[0].tours;view2.is_tour&&
tour2&&present.play(tour2.scenes,0,tour2.title)});function render3(){let shown2=filter.mask(filters),rows=focus||data3.filters.
order.filter(record=>shown2[record]);selected>=0&&!shown2[selected]&&(selected=-1);let conditions2=inLanguage(language,chips);
projectMap.show({mask:packed(shown2),lang:language,theme:dark.matches?"dark":"light",selected,focus:focus!==null,chosen:filter.
places().flatMap(place5=>filters[place5]),outlines:outlines(),query:filter.toQuery(filters),title:view2.title[language],
conditions:[...view2.conditions,...conditions2.map(({text})=>text)],saved:`saved-${data3.saved.length-1}`}),document.documentElement.
lang=language==="en"?"en":"zh-CN",document.title=view2.title[language],head(),panels2.filters(box7("filters"),filters,set3),
panels2.results(box7("results"),{rows,total:data3.records.count,tab,selected,focus,chips:conditions2.length>1?[...conditions2,
{text:t("app.clear"),lift:()=>set3(filter.empty())}]:conditions2},onList),foot()}function inLanguage(lang,make){let before2=state.
lang;state.lang=lang;let made=make();return state.lang=before2,made}function set3(changed){filters=changed,focus=null,render3()}
function onList(change2){change2.tab!==void 0&&(tab=change2.tab),change2.focus!==void 0&&(focus=change2.focus),change2.selected!==
void 0&&(selected=change2.selected===selected?-1:change2.selected),render3()}function onAction(action){action.do==="focu\
s"?(focus=action.records.length?action.records:null,selected=action.selected,render3()):action.do==="area"?set3(filter.withPlace(
filters,action.code,action.add)):action.do==="within"?set3({...filters,rings:[action.ring],near:null}):action.do==="near"?
set3({...filters,near:{lon:action.lon,lat:action.lat,km:action.km},rings:[]}):action.do==="query"?set3(filter.fromQuery(
action.query)):action.do in SAVES?save(saving(action)):action.do==="clear"&&set3({...filters,rings:[],near:null})}var title=each=>present.
words(each.title),SAVES={save_view:(saved2,{scene:scene2})=>({...saved2,views:[...saved2.views.filter(each=>title(each)!==
title(scene2)),scene2]}),delete_view:(saved2,{name})=>({...saved2,views:saved2.views.filter(each=>title(each)!==name)}),
save_tour:(saved2,{tour:tour2})=>({...saved2,tours:[...saved2.tours.filter(each=>title(each)!==title(tour2)),{...JSON.parse(
JSON.stringify(tour2)),name:title(tour2),is_own:!0}]}),delete_tour:(saved2,{name})=>({...saved2,tours:saved2.tours.filter(
each=>each.name!==name)})};function saving(action){let make=SAVES[action.do];return make(data3.saved[data3.saved.length-
1],action)}function save(saved2){data3.saved.push(saved2),render3()}function outlines(){let{rings:rings2,near}=filters,found2=rings2.
map(ring2=>({type:"Feature",properties:{},geometry:{type:"Polygon",coordinates:[[...ring2,ring2[0]]]}}));return near&&found2.
push({type:"Feature",properties:{radius_m:near.km*1e3},geometry:{type:"Point",coordinates:[near.lon,near.lat]}}),found2.
map(feature=>({wgs84:feature,gcj02:feature}))}function chips(){let{config}=state,found2=filter.lists().flatMap(list5=>{let options4=list5===
"industry"?config.industries:config[`${list5}s`];return filters[list5].map(value=>({text:label(options4[value]),lift:()=>set3(
{...filters,[list5]:filters[list5].filter(other=>other!==value)})}))}),{from,to}=filters;(from!==null||to!==null)&&found2.
push({text:`${from||""}–${to||""}`,lift:()=>set3({...filters,from:null,to:null})}),filters.text.trim()&&found2.push({text:filters.
text.trim(),lift:()=>set3({...filters,text:""})});for(let place5 of filter.places())found2.push(...filters[place5].map(code2=>({
text:filter.placeName(code2),lift:()=>set3({...filters,[place5]:filters[place5].filter(other=>other!==code2)})})));return filters.
rings.length&&found2.push({text:t("standalone.outline"),lift:()=>set3({...filters,rings:[]})}),filters.near&&found2.push(
{text:`${filters.near.km} km`,lift:()=>set3({...filters,near:null})}),found2}function head(){let{lang}=state,[name,note2]=box7(
"title").children;name.textContent=view2.title[lang],note2.textContent=view2.conditions.length?view2.conditions.join(" ·\
 "):t("app.subtitle",{count:view2.sources.length});let button4=(text,act,attributes)=>el("button",{type:"button",onclick:act,
...attributes},text);box7("buttons").replaceChildren(button4(t("standalone.filters"),()=>panel2("sa-show-filters"),{class:"\
sa-narrow","aria-controls":"sa-filters"}),button4(t("app.list"),()=>panel2("sa-show-results"),{class:"sa-narrow","aria-c\
ontrols":"sa-results"}),button4(t("map.present"),()=>present.toggle(),{class:"sa-wide",title:"P"}),button4(t("app.lang"),
()=>{language=lang==="en"?"zh":"en",render3()}))}function panel2(name){let isOpen2=document.body.classList.contains(name);
document.body.classList.remove("sa-show-filters","sa-show-results"),isOpen2||document.body.classList.add(name)}function key7(event){
event.key==="Escape"&&document.body.classList.remove("sa-show-filters","sa-show-results")}function foot(){box7("foot").replaceChildren(
el("details",{},el("summary",{},t("app.sources",{count:view2.sources.length})),el("ul",{},view2.sources.map(source=>el("\
li",{},source)))),el("span",{},[t("app.indicative"),t("app.coordinates"),t("print.made_on",{date:view2.made_on})].join("\
 · ")))}function packed(bits2){let bytes=new Uint8Array(Math.ceil(bits2.length/8));return bits2.forEach((bit,at4)=>{bytes[at4>>
3]|=bit<<(at4&7)}),btoa(Array.from(bytes,byte=>String.fromCharCode(byte)).join(""))}})();
