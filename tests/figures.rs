//! Every figure and every panel of it: drawn, repeatable, legible, with its numbers.

use saddleflow::figures::{FIGURES, Figure, Plate, Scope, canvas::missing_glyphs, method_rows};

/// The figures that take no time; `reproduce --all` draws the others too.
fn quick() -> impl Iterator<Item = &'static Figure> {
    FIGURES.iter().filter(|figure| figure.seconds == 0)
}

/// The whole figure and each panel alone.
fn plates(figure: &Figure) -> Vec<(String, Plate)> {
    let scopes = std::iter::once(None).chain(figure.panels.iter().map(|panel| Some(panel.key)));
    let plate = |panel: Option<&str>| {
        let name = format!("{}{}", figure.stem, panel.map_or(String::new(), |key| format!(".{key}")));
        let plate = figure.plate(Scope { style: None, panel }).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        (name, plate)
    };
    scopes.map(plate).collect()
}

/// With `SADDLEFLOW_FIGURES=DIR` the pictures are left there for the eye.
#[test]
fn every_figure_and_every_panel_is_legible() {
    let keep = std::env::var_os("SADDLEFLOW_FIGURES").map(std::path::PathBuf::from);
    for (name, plate) in quick().flat_map(plates) {
        if let Some(folder) = &keep {
            std::fs::write(folder.join(format!("{name}.png")), plate.drawing.png().unwrap()).unwrap();
            std::fs::write(folder.join(format!("{name}.csv")), plate.numbers.csv()).unwrap();
        }
        let [width, height] = plate.drawing.size().unwrap();
        let texts = plate.drawing.texts().unwrap();
        assert!(texts.len() > 5, "{name}");
        for text in &texts {
            let [left, top, right, bottom] = text.edges;
            assert!(left >= 0.0 && top >= 0.0 && right <= width && bottom <= height, "{name}: {text:?}");
            assert_eq!(missing_glyphs(&text.text), Vec::<char>::new(), "{name}");
        }
        assert_eq!(plate.drawing.collisions().unwrap(), Vec::<[_; 2]>::new(), "{name}");
    }
}

#[test]
fn the_same_bytes_come_out_twice() {
    for figure in quick() {
        let [one, two] = [(); 2].map(|()| figure.plate(Scope { style: None, panel: None }).unwrap());
        assert_eq!(one.drawing.svg(), two.drawing.svg(), "{}", figure.stem);
        assert_eq!(one.numbers.csv(), two.numbers.csv(), "{}", figure.stem);
    }
}

#[test]
fn numbers_are_finite_and_read_back_to_the_same_bits() {
    for figure in quick() {
        let plate = figure.plate(Scope { style: None, panel: None }).unwrap();
        let svg = plate.drawing.svg();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{}", figure.stem);
        let text = plate.numbers.csv();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let (mut rows, mut floats) = (0, 0);
        for row in reader.records() {
            rows += 1;
            for cell in &row.unwrap() {
                let Ok(x) = cell.parse::<f64>() else { continue };
                assert!(x.is_finite(), "{}: {cell}", figure.stem);
                assert_eq!(x.to_string().parse::<f64>().unwrap().to_bits(), x.to_bits());
                floats += 1;
            }
        }
        assert!(rows > 20 && floats > rows, "{}: {rows} rows, {floats} numbers", figure.stem);
    }
}

#[test]
fn a_panel_is_asked_for_by_its_key() {
    for figure in FIGURES {
        let fault = figure.plate(Scope { style: None, panel: Some("no_such_panel") }).map(|_| ()).unwrap_err();
        assert!(fault.to_string().contains("no_such_panel"), "{}: {fault}", figure.stem);
        for panel in figure.panels {
            let alone = |other: &&saddleflow::figures::Panel| other.key == panel.key;
            assert_eq!(figure.panels.iter().filter(alone).count(), 1, "{}.{}", figure.stem, panel.key);
        }
    }
}

/// Numbers of the paper are unique, so that `figure_3c` names one panel.
#[test]
fn numbers_of_the_paper_are_unique() {
    let mut papers: Vec<&str> =
        FIGURES.iter().flat_map(|f| f.panels).map(|p| p.paper).filter(|p| !p.is_empty()).collect();
    let count = papers.len();
    papers.sort_unstable();
    papers.dedup();
    assert_eq!(papers.len(), count);
}

#[test]
fn the_table_of_methods_measures_what_it_predicts() {
    let figure = FIGURES.iter().find(|figure| figure.stem == "methods").unwrap();
    let rows = method_rows(&figure.experiment().unwrap());
    assert_eq!(rows.len(), 27);
    for row in rows {
        match (row.radius, row.measured) {
            (Some(radius), Some(measured)) => {
                assert!((radius - measured).abs() < 1e-6, "{}, {}: {radius} {measured}", row.method, row.schedule);
            }
            (None, None) => assert_eq!(row.method, "WGAN-GP"),
            other => panic!("{}, {}: {other:?}", row.method, row.schedule),
        }
    }
}
