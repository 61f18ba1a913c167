namespace Seq.Train;

/// <summary>How the report looks: light or dark as the reader's system is, legible when printed.</summary>
internal static class ReportStyle
{
    /// <summary>The colours of curves differ in lightness and dash too, so that they are told apart without seeing colour. Palette: Okabe and Ito 2008, darkened for white.</summary>
    internal const string Css = """
        :root { color-scheme: light dark; --ground: #fff; --card: #f7f8fa; --ink: #1c2230; --soft: #5a6375; --line: #d9dde5; --cell: #0b5fa5; --on: #fff;
          --c0: #0b5fa5; --c1: #c14f00; --c2: #00795a; --c3: #a8437c; --c4: #8a6d00; --c5: #2c87b8; --c6: #444c5c; --c7: #7a3db8; --good: #00704f; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ground: #14171d; --card: #1c2029; --ink: #e8ebf1; --soft: #a4adbd; --line: #343b48; --cell: #6db7f2; --on: #10131a;
          --c0: #6db7f2; --c1: #ff9d5c; --c2: #45c9a2; --c3: #ec8fc3; --c4: #e3c64b; --c5: #a9dcf7; --c6: #c3cad6; --c7: #c39bf0; --good: #58d3a8; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem clamp(1rem, 3vw, 3rem) 4rem; max-width: 90rem; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.7rem; margin: 0 0 1.5rem; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; } h3 { font-size: 1rem; margin: 0; } h4 { font-size: .9rem; margin: 1rem 0 .25rem; }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(28rem, 100%), 1fr)); gap: 1rem; align-items: start; }
        figure { margin: 0; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; min-width: 0; }
        .key { display: flex; flex-wrap: wrap; gap: .1rem 1rem; list-style: none; margin: .25rem 0 0; padding: 0; color: var(--soft); font-size: .85rem; }
        .key li { display: flex; align-items: center; gap: .4rem; }
        .image, .wide { overflow-x: auto; } .image svg { display: block; max-width: 100%; height: auto; margin-top: .5rem; }
        svg text { fill: var(--soft); font: 13px system-ui, sans-serif; } svg text.axis { font-size: 12px; } svg text.value { fill: var(--ink); font-size: 11px; } svg text.on { fill: var(--on); }
        .grid { stroke: var(--line); } .curve { fill: none; stroke-width: 2; stroke-linejoin: round; } .cell { fill: var(--cell); stroke: var(--line); stroke-width: .5; }
        .curve.c0 { stroke: var(--c0); } .curve.c1 { stroke: var(--c1); stroke-dasharray: 7 3; } .curve.c2 { stroke: var(--c2); stroke-dasharray: 2 3; } .curve.c3 { stroke: var(--c3); stroke-dasharray: 9 3 2 3; }
        .curve.c4 { stroke: var(--c4); } .curve.c5 { stroke: var(--c5); stroke-dasharray: 7 3; } .curve.c6 { stroke: var(--c6); stroke-dasharray: 2 3; } .curve.c7 { stroke: var(--c7); stroke-dasharray: 9 3 2 3; }
        .mark.c0, .bar.c0 { fill: var(--c0); } .mark.c1, .bar.c1 { fill: var(--c1); } .mark.c2, .bar.c2 { fill: var(--c2); } .mark.c3, .bar.c3 { fill: var(--c3); }
        .mark.c4, .bar.c4 { fill: var(--c4); } .mark.c5, .bar.c5 { fill: var(--c5); } .mark.c6, .bar.c6 { fill: var(--c6); } .mark.c7, .bar.c7 { fill: var(--c7); }
        table { border-collapse: collapse; font-size: .85rem; } th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
        thead th { color: var(--soft); font-weight: 600; } tbody th { font-weight: 500; } .numbers td, .numbers thead th + th { text-align: right; font-variant-numeric: tabular-nums; }
        details { margin-top: .5rem; font-size: .85rem; } summary { cursor: pointer; color: var(--soft); } details .wide { max-height: 32rem; overflow-y: auto; }
        .sample { margin: 0 0 .75rem; padding: .75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; }
        .sample dt { color: var(--soft); font-size: .85rem; } .sample dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; } .good { color: var(--good); } .bad { color: var(--bad); }
        @media print { .cards { display: block; } figure { break-inside: avoid; margin-bottom: 1rem; } }
        """;
}
