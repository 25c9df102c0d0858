//! Films: the pictures of a run, one after the other.

mod common;

use common::saddleflow;
use predicates::str::contains;
use saddleflow::{
    experiment::Experiment,
    figures::{
        FIGURES, Figure, Scope,
        canvas::{Axis, BLACK, Drawing, Film, Stroke, Style, missing_glyphs},
        film,
        portrait::View,
    },
    train::Numbers,
};
use std::{fs, path::Path};

type Rgb = [u8; 3];

/// What a viewer shows: every picture whole, and how long (1/100 s).
fn shown(bytes: &[u8]) -> Vec<(Vec<Rgb>, u16)> {
    let mut decoder = gif::DecodeOptions::new().read_info(bytes).expect("a GIF");
    let [width, height] = [decoder.width(), decoder.height()].map(usize::from);
    let palette: Vec<Rgb> = decoder.global_palette().expect("one palette").as_chunks::<3>().0.to_vec();
    let mut screen = vec![[0; 3]; width * height];
    let mut all = Vec::new();
    while let Some(frame) = decoder.read_next_frame().expect("a whole GIF") {
        let across = usize::from(frame.width);
        for (k, index) in frame.buffer.iter().enumerate().filter(|(_, index)| Some(**index) != frame.transparent) {
            let at = (usize::from(frame.top) + k / across) * width + usize::from(frame.left) + k % across;
            screen[at] = palette[usize::from(*index)];
        }
        all.push((screen.clone(), frame.delay));
    }
    all
}

/// The pixels of a PNG without alpha.
fn pixels(bytes: &[u8]) -> Vec<Rgb> {
    let mut reader = png::Decoder::new(bytes).read_info().expect("a PNG");
    let mut buffer = vec![0; reader.output_buffer_size()];
    let info = reader.next_frame(&mut buffer).expect("its pixels");
    buffer[..info.buffer_size()].as_chunks::<3>().0.to_vec()
}

/// Grey letters and a black line up to x.
fn drawing(x: f64) -> Drawing {
    let mut figure = saddleflow::figures::canvas::Figure::grid(1, 1, Style::column());
    let panel = figure.panel(0, 0);
    panel.title("a line").subtitle(&format!("up to {x:.1}"));
    panel.axes(Axis::linear(0.0, 1.0, "x"), Axis::linear(0.0, 1.0, "y"));
    panel.curve([[0.0, 0.0], [x, x * x]], Stroke::solid(BLACK), "");
    figure.draw()
}

/// Of few colours nothing is lost, whatever is left out of a picture because it stays.
#[test]
fn a_film_shows_its_drawings() {
    let drawings: Vec<Drawing> = [0.2, 0.2, 0.9, 0.4].map(drawing).into();
    let film = Film { pixels_per_point: 1.5, rate: 20 };
    let bytes = film.gif(&drawings, &|| ()).expect("a film");
    let shown = shown(&bytes);
    assert_eq!(shown.len(), 4);
    for (drawing, (screen, _)) in drawings.iter().zip(&shown) {
        assert!(*screen == pixels(&drawing.png_at(1.5).expect("a PNG")), "other pixels");
    }
    assert_ne!(shown[0].0, shown[2].0);
    let delays: Vec<u16> = shown.iter().map(|(_, delay)| *delay).collect();
    assert_eq!(delays, [5, 5, 5, 75]);
    assert!(film.gif(&[], &|| ()).is_err(), "a film of nothing");
    let other = saddleflow::figures::canvas::Figure::grid(1, 1, Style::page()).draw();
    assert!(film.gif(&[drawings[0].clone(), other], &|| ()).is_err(), "two sizes");
}

fn animate(arguments: &str, place: &Path) -> Vec<u8> {
    saddleflow(arguments).current_dir(place).assert().success();
    fs::read(place.join("film.gif")).expect("a film")
}

#[test]
fn a_run_in_its_plane() {
    let place = tempfile::tempdir().expect("a directory");
    let command = "animate r1 --set run.steps=60 --pictures 12 --width 300 --rate 25 -o film.gif";
    let bytes = animate(command, place.path());
    let pictures = shown(&bytes);
    assert_eq!(pictures.len(), 13);
    assert!(pictures.iter().all(|(screen, _)| screen.len().is_multiple_of(300)));
    assert_eq!((pictures[0].1, pictures[12].1), (4, 60));
    // The blue of the run: more of it in every picture.
    let blue = |screen: &[Rgb]| screen.iter().filter(|c| c[2] > 150 && c[0] < 40).count();
    let counts: Vec<usize> = pictures.iter().map(|(screen, _)| blue(screen)).collect();
    assert!(counts[0] < counts[3] && counts[3] < counts[6], "{counts:?}");
    assert!(bytes.len() < 100_000, "{} bytes", bytes.len());
    assert_eq!(bytes, animate(&format!("{command} --threads 1"), place.path()));
}

#[test]
fn a_run_that_diverges_ends_with_the_word() {
    let text = "game.dirac.penalty.r1.gamma = 1\nrule.simultaneous.lr = 9\nrun = { start = [1, 1], steps = 5000 }";
    let e = Experiment::parse("far", text, &[]).expect("an experiment");
    let pictures = film::of_run(&e, &View::default(), 10, &|| ()).expect("pictures");
    let says = |drawing: &Drawing| drawing.svg().contains("diverges");
    assert!(says(pictures.last().expect("some")) && !says(&pictures[0]));
}

const NETS: &str = "seed = 2
[game.mlp]
data.ring.sigma = 0.05
latent.gaussian.dim = 2
batch = 32
generator = { widths = [6], activation = 'tanh' }
discriminator = { widths = [6], activation = 'tanh' }
[rule.average]
beta = 0.9
inner.rmsprop.lr = 0.01
[run]
steps = 40";

/// Checkpoints and a run watched show the same.
#[test]
fn networks_from_checkpoints_and_from_an_experiment() {
    let place = tempfile::tempdir().expect("a directory");
    let there = place.path();
    fs::write(there.join("nets.toml"), NETS).expect("written");
    saddleflow("train nets.toml --out run --every 20 --checkpoint 1 --points 50").current_dir(there).assert().success();
    let left = animate("animate run -o film.gif --width 200", there);
    assert_eq!(shown(&left).len(), 3);
    assert_eq!(left, animate("animate run -o film.gif --width 200 --threads 1", there));
    assert_eq!(shown(&animate("animate run -o film.gif --width 200 --pictures 1", there)).len(), 2);
    let watched = animate("animate nets.toml -o film.gif --width 200 --pictures 2", there);
    assert!(watched == left, "other pictures than the checkpoints");

    let e = Experiment::parse("nets", NETS, &[]).expect("an experiment");
    let words = |drawing: &Drawing| {
        let texts: Vec<String> = drawing.texts().expect("texts").into_iter().map(|t| t.text).collect();
        texts.into_iter().find(|t| t.starts_with("iteration")).expect("a subtitle")
    };
    let pictures = film::of_run(&e, &View::default(), 2, &|| ()).expect("pictures");
    let said: Vec<String> = pictures.iter().map(words).collect();
    assert!(said[0].starts_with("iteration 0, W₁ ") && said[2].starts_with("iteration 40, W₁ "), "{said:?}");

    // Refused: what is no film, and what is not of one run.
    let other = Experiment::parse("other", &NETS.replace("[6]", "[7]"), &[]).expect("an experiment");
    let foreign = other.checkpoint(&Numbers::Double(other.at.clone())).expect("networks").bytes();
    for name in ["empty", "mixed", "cut"] {
        fs::create_dir(there.join(name)).expect("made");
    }
    let whole = fs::read(there.join("run/checkpoint-00000040.safetensors")).expect("a checkpoint");
    fs::write(there.join("cut/checkpoint-00000040.safetensors"), &whole[..whole.len() / 2]).expect("written");
    fs::write(there.join("mixed/checkpoint-00000020.safetensors"), foreign).expect("written");
    fs::write(there.join("mixed/checkpoint-00000040.safetensors"), &whole).expect("written");
    for (arguments, told) in [
        ("animate empty -o new.gif", "holds no checkpoint"),
        ("animate cut -o new.gif", "is not a whole checkpoint"),
        ("animate mixed -o new.gif", "another architecture"),
        ("animate run/checkpoint-00000040.safetensors -o new.gif", "one state of a run"),
        ("animate r1 -o new.png", "does not end in .gif"),
        ("animate r1", "--out"),
        ("animate r1 -o film.gif/new.gif", "film.gif is a file"),
        ("animate r1 -o new.gif --pictures 0", "--pictures"),
        ("animate r1 -o new.gif --window 1,2", "A,B,C,D"),
        ("animate r1 -o new.gif --set game.dirac.dim=2 --set run.start=[1,1,1,1]", "one θ and one ψ"),
        ("animate r2 -o new.gif", "no built-in experiment"),
    ] {
        saddleflow(arguments).current_dir(there).assert().code(2).stdout("").stderr(contains(told));
        assert!(!there.join("new.gif").exists(), "saddleflow {arguments}");
    }
}

/// The figures of training runs, from runs of a few steps: legible, repeatable, with their numbers.
#[test]
fn figures_of_training_runs_are_legible_and_repeatable() {
    let small =
        ["run.steps=2", "game.mlp.batch=16", "game.mlp.generator.widths=[4]", "game.mlp.discriminator.widths=[4]"];
    for (stem, further) in [("training", None), ("training_spectra", None), ("circle", Some("sweep.*.count=1"))] {
        let figure: &Figure = FIGURES.iter().find(|f| f.stem == stem).expect("a figure");
        let sets: Vec<String> = small.into_iter().chain(further).map(String::from).collect();
        let short = Experiment::parse(stem, figure.experiment, &sets).expect("an experiment");
        let plate = |panel| (figure.draw)(&short, Scope { style: None, panel }).expect("a plate");
        let whole = plate(None);
        let last = plate(figure.panels.last().map(|p| p.key));
        assert_eq!(whole.numbers.csv(), last.numbers.csv(), "{stem}");
        for drawing in [&whole.drawing, &last.drawing] {
            assert_eq!(drawing.collisions().expect("texts"), Vec::<[_; 2]>::new(), "{stem}");
            assert!(drawing.texts().expect("texts").iter().all(|t| missing_glyphs(&t.text).is_empty()), "{stem}");
            assert!(!drawing.svg().contains("NaN"), "{stem}");
        }
        assert!(whole.numbers.csv().lines().count() > 4, "{stem}");
    }
}
