//! Every figure and every panel of it: drawn, repeatable, legible, with its numbers.

use saddleflow::figures::{FIGURES, Figure, Plate, Scope};

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
    for (name, plate) in FIGURES.iter().flat_map(plates) {
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
            assert_eq!(saddleflow::figures::canvas::missing_glyphs(&text.text), Vec::<char>::new(), "{name}");
        }
        assert_eq!(plate.drawing.collisions().unwrap(), Vec::<[_; 2]>::new(), "{name}");
    }
}
