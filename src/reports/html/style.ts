/** The style sheet of the partner report: light, dark, narrow and on paper. No font and no picture is loaded. */

export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--shade:#f6f8fa;--link:#0550ae;
--fail:#b42318;--waived:#7a4d00;--warn:#8a5a00;--info:#0550ae;--pass:#1a6b34;--none:#57606a;--error:#6b21a8}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--soft:#a3acb8;--line:#3d444d;--shade:#161b22;--link:#79b8ff;
--fail:#ff8b7e;--waived:#e8b34b;--warn:#f0c05a;--info:#79b8ff;--pass:#6fd18a;--none:#a3acb8;--error:#d2a8ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main,header,footer,nav{max-width:70rem;margin:0 auto;padding:0 1rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem}
h1{font-size:2rem;line-height:1.2;margin:.2rem 0}h2{margin:3rem 0 .5rem;border-bottom:2px solid var(--line);padding-bottom:.2rem}
h3{margin:2rem 0 .5rem}h4{margin:0 0 .5rem;font-size:1.05rem}h5{margin:0;font-size:.85rem;color:var(--soft)}
.kicker,.target{margin:.2rem 0;color:var(--soft)}header{padding-top:2rem}.target{font-size:1.1rem}
.verdict{border:2px solid;border-left-width:.8rem;padding:.5rem 1rem;margin:1rem 0;border-radius:.3rem}
.verdict h2{margin:0;border:0;font-size:1.6rem}.verdict p{margin:.3rem 0;color:var(--ink)}
.verdict.compatible{color:var(--pass)}.verdict.compatible-with-deviations{color:var(--waived)}
.verdict.incompatible{color:var(--fail)}.verdict.inconclusive{color:var(--warn)}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:.5rem 0;margin:1rem 0;border-block:1px solid var(--line)}
dl{margin:1rem 0}dl>div{display:grid;grid-template-columns:11rem 1fr;gap:.2rem 1rem;padding:.15rem 0}
dt{color:var(--soft)}dd{margin:0}
.legend{columns:2;column-gap:2rem}.legend>div{display:block;break-inside:avoid;padding:.2rem 0}.legend dt{color:var(--ink);font-weight:600}
.legend dd{color:var(--soft);margin-left:2rem}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
thead th{background:var(--shade);overflow-wrap:normal}tbody th{font-weight:400;min-width:9rem}
.wide table{min-width:44rem}.wide td{min-width:6.5rem}small{font-weight:400;color:var(--soft)}thead small{overflow-wrap:anywhere}
.tables{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,44rem),1fr));gap:0 2rem}
code,pre{font:13px/1.45 ui-monospace,monospace}
pre{background:var(--shade);border:1px solid var(--line);padding:.6rem;margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
figure{margin:0;min-width:0}figcaption{font-size:.85rem;font-weight:600}figcaption span{color:var(--soft);font-weight:400}
.row{display:grid;grid-template-columns:12rem 1fr 5rem;gap:.5rem;padding:.2rem 0;border-bottom:1px solid var(--line);align-items:start}
.squares{display:flex;flex-wrap:wrap;gap:2px}.share{text-align:right;color:var(--soft);font-size:.85rem}
.squares a,.mark{display:inline-block;min-width:1.15rem;height:1.15rem;line-height:1.15rem;font-size:.75rem;text-align:center;
border-radius:.15rem;text-decoration:none;color:var(--paper);background:var(--none);print-color-adjust:exact;-webkit-print-color-adjust:exact}
h4 .mark{padding:0 .4rem;font-size:.8rem}
.squares .fail,.mark.fail{background:var(--fail)}.squares .waived,.mark.waived{background:var(--waived)}
.squares .warn,.mark.warn{background:var(--warn)}.squares .info,.mark.info{background:var(--info)}
.squares .pass,.mark.pass{background:var(--pass)}.squares .error,.mark.error{background:var(--error)}
.squares .untested,.mark.untested,.squares .not-applicable,.mark.not-applicable{background:var(--paper);color:var(--soft);border:1px solid var(--line)}
.squares .inconclusive,.mark.inconclusive{background:var(--paper);color:var(--warn);border:1px solid}
.finding{border:1px solid var(--line);border-left:.5rem solid var(--none);padding:1rem;margin:1rem 0;border-radius:.3rem}
.finding.fail{border-left-color:var(--fail)}.finding.warn{border-left-color:var(--warn)}.finding.info{border-left-color:var(--info)}
.chips{margin:.3rem 0}.chip{display:inline-block;border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;margin:.1rem .3rem .1rem 0;font-size:.8rem}
.level{font-weight:700}
.sides,.exchange{display:grid;grid-template-columns:1fr 1fr;gap:1rem;margin:.5rem 0}
.sides>div{border:1px solid var(--line);padding:.5rem;min-width:0}.sides p{margin:.2rem 0}
.sides>div+div{border-color:currentColor}
a.cell{text-decoration:none}a.cell .mark{text-decoration:underline}td .mark,dt .mark{white-space:nowrap;padding:0 .4rem;font-size:.8rem}
.index{columns:2;column-gap:4rem;padding-left:1.5rem}.index li{break-inside:avoid;padding:.1rem 0}
.tally{display:flex;flex-wrap:wrap;gap:.2rem;list-style:none;margin:0;padding:0}.absent{color:var(--soft)}
.verdict-word{font-weight:700;overflow-wrap:normal}.verdict-word.compatible{color:var(--pass)}.verdict-word.compatible-with-deviations{color:var(--waived)}
.verdict-word.incompatible{color:var(--fail)}.verdict-word.inconclusive{color:var(--warn)}
summary{cursor:pointer;color:var(--link)}.finding:target{outline:3px solid var(--link)}
.filter input{font:inherit;padding:.2rem .4rem;width:min(100%,22rem);color:inherit;background:var(--paper);border:1px solid var(--soft)}
.sign dd{border-bottom:1px solid var(--soft);min-height:2.4rem}
footer{margin:3rem auto 2rem;color:var(--soft);font-size:.85rem}
@media (max-width:40rem){.sides,.exchange,.row{grid-template-columns:1fr}.legend,.index{columns:1}dl>div{grid-template-columns:1fr}
.share{text-align:left}h1{font-size:1.5rem}.finding{padding:.6rem}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--line:#999;--shade:#f4f4f4;--link:#000;--fail:#a00;--waived:#640;--warn:#640;--info:#036;--pass:#050;--none:#444;--error:#408}
body{font-size:10.5pt}nav,.skip,.filter{display:none}.finding[hidden]{display:block}main,header,footer{max-width:none;padding:0}
h2,h3,h4{break-after:avoid}.finding{break-inside:auto}.sides,.row,tr,dl>div,.verdict{break-inside:avoid}
.scroll{overflow:visible}.wide table{min-width:0}table{font-size:8.5pt}pre{font-size:8pt}thead{display:table-header-group}.sign{break-before:page}}
`;
