//! Laws of the plane and latent laws: where their points lie, and that nothing but the address of a sample matters.

use saddleflow::{
    data::{AnyLatent, AnyPlane, Latent, Plane, read_points},
    num::random::Stream,
};
use std::{fs, path::Path};

const N: usize = 4000;

fn plane(text: &str) -> AnyPlane {
    #[derive(serde::Deserialize)]
    struct File {
        data: AnyPlane,
    }
    toml::from_str::<File>(&format!("data = {text}")).unwrap_or_else(|e| panic!("{e}")).data
}

fn points(text: &str) -> Vec<[f64; 2]> {
    let batch = plane(text).shape().batch(Stream::new(1), N);
    (0..N).map(|i| [batch[i], batch[N + i]]).collect()
}

/// How many points lie within `radius` of each centre; all must.
fn shares(points: &[[f64; 2]], centres: &[[f64; 2]], radius: f64) -> Vec<f64> {
    let mut counts = vec![0.0; centres.len()];
    for p in points {
        let near = centres.iter().position(|c| (p[0] - c[0]).hypot(p[1] - c[1]) < radius);
        counts[near.unwrap_or_else(|| panic!("{p:?} is near no centre"))] += 1.0 / points.len() as f64;
    }
    counts
}

fn circle(k: usize) -> Vec<[f64; 2]> {
    let angle = |i| std::f64::consts::TAU * i as f64 / k as f64;
    (0..k).map(|i| [angle(i).cos(), angle(i).sin()]).collect()
}

#[test]
fn mixtures_have_their_modes() {
    for share in shares(&points("'ring'"), &circle(8), 0.06) {
        assert!((share - 0.125).abs() < 0.02, "a mode of the ring has {share}");
    }
    let centres: Vec<_> = (0..25).map(|i| [(i % 5) as f64 - 2.0, (i / 5) as f64 - 2.0]).collect();
    for share in shares(&points("'grid'"), &centres, 0.3) {
        assert!((share - 0.04).abs() < 0.015, "a mode of the grid has {share}");
    }
    for share in shares(&points("'two_points'"), &[[-1.0, 0.0], [1.0, 0.0]], 1e-12) {
        assert!((share - 0.5).abs() < 0.04);
    }
}

#[test]
fn the_width_is_the_one_asked_for() {
    let xs = points("{ gaussian = { centre = [3, -1], sigma = 0.5 } }");
    for (d, mean) in [(0, 3.0), (1, -1.0)] {
        let m = xs.iter().map(|p| p[d]).sum::<f64>() / N as f64;
        let v = xs.iter().map(|p| (p[d] - mean).powi(2)).sum::<f64>() / N as f64;
        assert!((m - mean).abs() < 0.03 && (v - 0.25).abs() < 0.02, "mean {m}, variance {v}");
    }
}

#[test]
fn curves_are_where_they_should_be_and_even() {
    let spread = |mut t: Vec<f64>| {
        t.sort_by(f64::total_cmp);
        t.iter().enumerate().map(|(i, t)| (t - i as f64 / N as f64).abs()).fold(0.0, f64::max)
    };
    let on_circle = points("{ circle = { radius = 2 } }");
    assert!(on_circle.iter().all(|p| (p[0].hypot(p[1]) - 2.0).abs() < 1e-12));
    let turns = on_circle.iter().map(|p| (p[1].atan2(p[0]) / std::f64::consts::TAU).rem_euclid(1.0)).collect();
    assert!(spread(turns) < 1.95 / (N as f64).sqrt());

    let segment = points("{ segment = { from = [0, 1], to = [2, 1] } }");
    assert!(segment.iter().all(|p| p[1] == 1.0));
    assert!(spread(segment.iter().map(|p| p[0] / 2.0).collect()) < 1.95 / (N as f64).sqrt());

    let four = points("'four_segments'");
    assert!(four.iter().all(|p| [-0.75, -0.25, 0.25, 0.75].contains(&p[1]) && p[0].abs() < 1.0));
}

#[test]
fn a_sample_depends_on_its_number_alone() {
    for law in AnyPlane::all().iter().filter(|l| l.name() != "csv") {
        let (shape, stream) = (law.shape(), Stream::new(4));
        let (long, short) = (shape.batch(stream, 700), shape.batch(stream, 300));
        assert_eq!(long[..300], short[..300], "{}", law.name());
        assert_eq!(long[700..1000], short[300..], "{}", law.name());
        let (mut x, mut y) = ([0.0; 256], [0.0; 256]);
        shape.draw(stream, 1, &mut x, &mut y);
        assert_eq!(long[256..512], x, "{}", law.name());
        assert_eq!(long[956..1212], y, "{}", law.name());
    }
    for law in AnyLatent::all() {
        let (long, short) = (law.batch(Stream::new(4), 700), law.batch(Stream::new(4), 300));
        for f in 0..law.dim() {
            assert_eq!(long[f * 700..f * 700 + 300], short[f * 300..(f + 1) * 300], "{}", law.name());
        }
    }
}

#[test]
fn latent_entries_have_their_variance() {
    for (law, variance) in AnyLatent::all().into_iter().zip([1.0, 1.0 / 3.0]) {
        let z = law.batch(Stream::new(2), N);
        assert_eq!(z.len(), law.dim() * N);
        let v = z.iter().map(|z| z * z).sum::<f64>() / z.len() as f64;
        assert!((v / variance - 1.0).abs() < 0.02, "{}: {v}", law.name());
    }
}

#[test]
fn a_file_of_points_is_read_or_blamed() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("points.csv");
    let read = |text: &str| {
        fs::write(&path, text).expect("a file");
        read_points(&path).map_err(|e| e.to_string().replace(&path.display().to_string(), "points.csv"))
    };
    assert_eq!(read("1,2\n3, 4.5\n"), Ok(vec![[1.0, 2.0], [3.0, 4.5]]));
    assert_eq!(read("x,y\n# a remark\n\n-1e3,0\n"), Ok(vec![[-1000.0, 0.0]]));
    let complaint = |text: &str| read(text).expect_err("a complaint");
    assert_eq!(
        complaint("x,y\n1,2\n3,four\n"),
        "points.csv, line 3, column 2: found \"four\", but a finite number is needed"
    );
    assert_eq!(complaint("1,2\nnan,2\n"), "points.csv, line 2, column 1: found \"nan\", but a finite number is needed");
    assert_eq!(complaint("1,2\n3\n"), "points.csv, line 2, column 1: a row of 1 numbers after rows of 2");
    assert_eq!(complaint("1,2,3\n"), "points.csv, line 1, column 3: found 3 fields, but a point has two numbers: x,y");
    assert_eq!(
        complaint("nan,inf\n1,2\n"),
        "points.csv, line 1, column 1: found \"nan\", but a finite number is needed"
    );
    assert_eq!(read("\u{feff}x\ty\n1\t2\n"), Ok(vec![[1.0, 2.0]]));
    assert_eq!(complaint("x,y\n"), "points.csv: there is no point in the file");
    assert!(read_points(Path::new("/no/such/file.csv")).is_err());
    fs::write(&path, "0,1\n2,3\n").expect("a file");
    let batch = points(&format!("{{ csv = {{ path = '{}' }} }}", path.display()));
    assert!(batch.iter().all(|p| [[0.0, 1.0], [2.0, 3.0]].contains(p)));
}
