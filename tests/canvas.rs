//! The drawing kit: well-formed, repeatable, complete letters, nothing on top of anything.

use saddleflow::figures::canvas::{
    Align, Axis, BLUE, Cell, ColorScale, Colormap, Drawing, Figure, Fill, GREEN, GREY, Grid, Marker, ORANGE, Point,
    Stroke, Style, Table, TextBox, Tone, contour, missing_glyphs,
};

fn spiral(rate: f64) -> impl Iterator<Item = Point> {
    (0..500).map(move |k| {
        let (a, r) = (0.1 * f64::from(k), rate.powi(k));
        [r * a.cos(), r * a.sin()]
    })
}

fn nodes() -> Vec<Point> {
    (0..100).map(|k| [-1.8 + 0.4 * f64::from(k % 10), -1.8 + 0.4 * f64::from(k / 10)]).collect()
}

/// Eight portraits with everything a portrait may hold.
fn portraits(style: Style) -> Figure {
    let mut figure = Figure::grid(2, 4, style)
        .title("Dirac-GAN under eight methods")
        .note("Arrows: $v$ = (−∇_{θ} L_{G}, −∇_{ψ} L_{D}), start (1, 1), $h$ = 0.2");
    let titles = ["Standard", "Non-saturating", "WGAN", "WGAN-GP", "Consensus", "Noise", "R1", "R1, critical"];
    for (k, title) in titles.iter().enumerate() {
        let zero = Grid::sample([-2.0, 2.0], 31, [-2.0, 2.0], 31, |x, y| y - 0.2 * x * k as f64);
        figure
            .panel(k / 4, k % 4)
            .title(title)
            .subtitle("ρ = 0.9700")
            .axes(Axis::linear(-2.0, 2.0, "θ"), Axis::linear(-2.0, 2.0, "ψ"))
            .equal()
            .quiver(nodes(), nodes().into_iter().map(|[x, y]| [-y, x]))
            .nullcline(contour(&zero, 0.0), Stroke::dashed(ORANGE), "v_{ψ} = 0")
            .curve(spiral(0.98 + 0.004 * k as f64), Stroke::solid(BLUE), "trajectory")
            .start([1.0, 0.0])
            .equilibrium([0.0, 0.0])
            .band_y(1.0, f64::INFINITY, Fill::hatch(GREY), "forbidden")
            .annotate([1.0, 0.0], "start & <end>", [10.0, 12.0]);
    }
    figure
}

/// Spectra, a decay and a map side by side.
fn analysis(style: Style) -> Figure {
    let mut figure = Figure::grid(2, 2, style).title("What the spectrum predicts");
    figure
        .panel(0, 0)
        .title("field")
        .axes(Axis::linear(-1.5, 0.5, "Re λ"), Axis::linear(-1.0, 1.0, "Im λ"))
        .stable_half_plane()
        .path_by(spiral(0.99), (0..500).map(f64::from), ColorScale::new(Colormap::Viridis, 0.0, 500.0, "weight γ"));
    figure
        .panel(0, 1)
        .title("update")
        .axes(Axis::linear(-1.3, 1.3, "Re λ"), Axis::linear(-1.3, 1.3, "Im λ"))
        .equal()
        .stable_disc()
        .scatter([[0.7, 0.7], [0.7, -0.7]], Marker::dot(BLUE), "simultaneous");
    figure
        .panel(1, 0)
        .title("decay")
        .axes(Axis::linear(0.0, 500.0, "step $k$"), Axis::log(1e-12, 10.0, "‖$x$_{$k$} − $x$*‖"))
        .curve((0..500).map(|k| [f64::from(k), 0.95_f64.powi(k)]), Stroke::solid(GREEN), "R1");
    let map = Grid::sample([0.0, 4.0], 40, [0.0, 2.0], 30, |x, y| x * y);
    let lines = contour(&map, 1.0);
    figure
        .panel(1, 1)
        .title("map")
        .axes(Axis::linear(0.0, 4.0, "γ"), Axis::linear(0.0, 2.0, "$h$"))
        .heat(map, ColorScale::new(Colormap::Diverging, 0.0, 2.0, "radius ρ(F′)"))
        .curves(lines, Stroke::default(), "ρ = 1");
    figure
}

fn table() -> Drawing {
    let mut table = Table::new(&["method", "λ(v′)", "radius", "verdict"], Style::page())
        .title("Methods")
        .align(&[Align::Left, Align::Center, Align::Right])
        .note("Local verdicts.");
    table.row([
        "R1, γ = 0.3".into(),
        "−γ/2 ± √(γ²/4 − ¼)".into(),
        "0.975".into(),
        Cell::verdict("converges", Tone::Good),
    ]);
    table.row(["WGAN".into(), "±i".into(), "1.02".into(), Cell::verdict("diverges", Tone::Bad)]);
    table.row(["short row".into()]);
    table.draw()
}

fn drawings() -> Vec<(&'static str, Drawing)> {
    vec![
        ("portraits", portraits(Style::page()).draw()),
        ("large letters", portraits(Style::page().font_size(11.0).width(700.0)).draw()),
        ("analysis", analysis(Style::page()).draw()),
        ("table", table()),
    ]
}

#[test]
fn the_svg_is_well_formed_and_repeatable() {
    for ((name, once), (_, twice)) in drawings().into_iter().zip(drawings()) {
        let document = usvg::roxmltree::Document::parse(once.svg()).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(document.root_element().tag_name().name(), "svg");
        assert_eq!(once.svg(), twice.svg(), "{name}");
        assert!(!once.svg().contains("NaN") && !once.svg().contains("inf"), "{name}");
        assert!(once.pdf().unwrap() == twice.pdf().unwrap(), "{name}: another PDF");
        assert!(once.png().unwrap() == twice.png().unwrap(), "{name}: another PNG");
    }
}

#[test]
fn the_png_has_its_size_and_shows_something() {
    for (name, drawing) in drawings() {
        let [width, height] = drawing.size().unwrap();
        let pixels = resvg::tiny_skia::Pixmap::decode_png(&drawing.png().unwrap()).unwrap();
        assert!((f64::from(pixels.width()) - 3.0 * width).abs() <= 1.0, "{name}");
        assert!((f64::from(pixels.height()) - 3.0 * height).abs() <= 1.0, "{name}");
        let dark = pixels.pixels().iter().filter(|p| p.red() < 128).count();
        let total = pixels.pixels().len();
        assert!(dark > total / 200 && dark < total / 2, "{name}: {dark} of {total} pixels are dark");
        assert!(drawing.pdf().unwrap().starts_with(b"%PDF-"), "{name}");
    }
}

/// A page need not end where a pixel does; what is left of the last row is paper, not a grey line.
#[test]
fn the_edges_of_a_png_are_white() {
    for (name, drawing) in drawings() {
        for scale in [1.1, 1.3, 1.7, 3.0] {
            let pixels = resvg::tiny_skia::Pixmap::decode_png(&drawing.png_at(scale).unwrap()).unwrap();
            let (right, bottom) = (pixels.width() - 1, pixels.height() - 1);
            let edge = (0..=right).map(|x| (x, bottom)).chain((0..=bottom).map(|y| (right, y)));
            let white = |(x, y)| pixels.pixel(x, y).is_some_and(|p| p.red().min(p.green()).min(p.blue()) == 255);
            assert!(edge.clone().all(white), "{name} at {scale}: a line at the edge");
        }
    }
}

#[test]
fn no_two_texts_overlap_and_none_leaves_the_page() {
    for (name, drawing) in drawings() {
        let [width, height] = drawing.size().unwrap();
        let texts = drawing.texts().unwrap();
        assert!(texts.len() > 10, "{name}");
        for one in &texts {
            let [left, top, right, bottom] = one.edges;
            assert!(left >= 0.0 && top >= 0.0 && right <= width && bottom <= height, "{name}: {one:?}");
        }
        assert_eq!(drawing.collisions().unwrap(), Vec::<[TextBox; 2]>::new(), "{name}");
    }
}

#[test]
fn every_letter_has_a_glyph() {
    let needed = "θψγλσφρημβεα₀₁₂²³⁻√‖±∇′×−·≤≥→∞½¼≈≠∂Δ∈ℝ′*|–—…";
    assert_eq!(missing_glyphs(needed), Vec::<char>::new());
    assert_eq!(missing_glyphs("a漢b"), vec!['漢']);
    for (name, drawing) in drawings() {
        for text in drawing.texts().unwrap() {
            assert_eq!(missing_glyphs(&text.text), Vec::<char>::new(), "{name}");
        }
    }
}

#[test]
fn what_is_not_finite_breaks_curves_and_never_panics() {
    let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308, -1e308, 0.0];
    let points: Vec<Point> = bad.iter().flat_map(|&x| bad.iter().map(move |&y| [x, y])).collect();
    for (lo, hi) in [(f64::NAN, 1.0), (0.0, 0.0), (-1e308, 1e308), (0.0, f64::INFINITY), (1.0, -1.0)] {
        for log in [false, true] {
            let axis = |label| {
                if log { Axis::log(lo, hi, label) } else { Axis::linear(lo, hi, label) }
            };
            let mut figure = Figure::grid(1, 1, Style::column());
            let panel = figure.panel(0, 0);
            panel
                .axes(axis("x"), axis("y"))
                .equal()
                .quiver(points.clone(), points.clone())
                .curve(points.clone(), Stroke::default(), "curve")
                .scatter(points.clone(), Marker::dot(BLUE), "points")
                .path_by(points.clone(), bad.repeat(6), ColorScale::new(Colormap::Blues, lo, hi, "scale"))
                .stable_disc()
                .stable_half_plane()
                .heat(Grid::new(bad.to_vec(), bad.to_vec(), bad.repeat(6)), ColorScale::classes(&[("a", BLUE)]));
            for &p in &points {
                panel.start(p).annotate(p, "note", p).circle(p, p[0], Stroke::guide(), "").hline(
                    p[1],
                    Stroke::guide(),
                    "",
                );
                panel.band_x(p[0], p[1], Fill::tint(GREEN), "").arrow(p, [p[1], p[0]], Stroke::default(), "");
            }
            let drawing = figure.draw();
            assert!(!drawing.svg().contains("NaN"));
            assert!(!drawing.png().unwrap().is_empty());
        }
    }
    let broken = |middle: Point| {
        let mut figure = Figure::grid(1, 1, Style::column());
        figure.panel(0, 0).curve([[0.1, 0.1], [0.2, 0.4], middle, [0.6, 0.4], [0.9, 0.1]], Stroke::default(), "");
        let svg = figure.draw().svg().to_owned();
        let line = svg.lines().find(|line| line.contains("#0072b2")).unwrap_or_default();
        line.matches('M').count()
    };
    assert_eq!(broken([0.5, 0.5]), 1);
    assert_eq!(broken([f64::NAN, 0.5]), 2);
    assert_eq!(broken([0.5, f64::INFINITY]), 2);
}

#[test]
fn a_field_is_one_path_and_a_portrait_is_small() {
    let mut figure = Figure::grid(1, 1, Style::column());
    figure
        .panel(0, 0)
        .axes(Axis::linear(-2.0, 2.0, "θ"), Axis::linear(-2.0, 2.0, "ψ"))
        .equal()
        .quiver(nodes(), nodes())
        .curve(spiral(0.99), Stroke::default(), "trajectory");
    let drawing = figure.draw();
    assert!(drawing.svg().matches("<path").count() <= 6);
    assert!(drawing.svg().len() < 30_000, "{} bytes", drawing.svg().len());
}
