use super::{
    Numbers, Panel, Plate, Scope,
    canvas::{Align, Cell, Style, Table, Tone},
};
use crate::experiment::{Experiment, Fault, LocalCell, LocalRow, local_rows};

pub(super) const TITLE: &str = "Which methods converge locally: measured on three games, beside the published table";
pub(super) const PANELS: &[Panel] = &[];

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    if let Some(key) = scope.panel {
        return Err(Fault::new(format!("the table of local convergence has no panel {key:?}")));
    }
    let heads = ["method", "N(0, 1)", "U[−1, 1]", "δ_{0}", "density, published", "any law, published"];
    let (left, center) = (Align::Left, Align::Center);
    let mut table = Table::new(&heads, scope.style.unwrap_or(Style::page()))
        .title(TITLE)
        .align(&[left, center, center, center, center, center])
        .note(
            "Alternating, $h$ = 0.1, from 0.1 beside the equilibrium of the location game, the uniform game and the \
             Dirac-GAN. Yes: the distance falls by 10^{6}. ρ: spectral radius of a round. The published \
             entries (Mescheder et al. 2018) are remembered and unverified; ≠ where the runs say otherwise. One game \
             proves a no; three do not prove a yes.",
        );
    let rows = local_rows(e);
    let mut numbers =
        Numbers::new(&["method", "game", "converges", "verdict", "radius", "abscissa", "distance_left", "published"]);
    for row in &rows {
        table.row(cells(row));
        for cell in &row.cells {
            let number = |x: Option<f64>| x.filter(|x| x.is_finite()).map_or(String::new(), |x| x.to_string());
            let published = row.published.map_or(String::new(), |both| both[usize::from(!cell.continuous)].to_string());
            let (radius, abscissa, away) = (number(cell.radius), number(cell.abscissa), number(Some(cell.left)));
            let verdict = cell.kind.word();
            numbers.row(&[&row.method, &cell.game, &cell.converges(), &verdict, &radius, &abscissa, &away, &published]);
        }
    }
    Ok(Plate { drawing: table.draw(), numbers })
}

fn cells(row: &LocalRow) -> Vec<Cell> {
    let mut cells = vec![row.method.as_str().into()];
    cells.extend(row.cells.iter().map(measured));
    for (published, here) in row.published.iter().flatten().zip(row.measured()) {
        let word = if *published { "yes" } else { "no" };
        cells.push(if *published == here { word.into() } else { Cell::verdict(&format!("{word} ≠"), Tone::Neutral) });
    }
    cells
}

/// The run decides; the spectrum stands beside it.
fn measured(cell: &LocalCell) -> Cell {
    let rho = cell.radius.map_or("kink".to_owned(), |rho| format!("ρ = {rho:.4}"));
    if cell.converges() {
        Cell::verdict(&format!("yes, {rho}"), Tone::Good)
    } else {
        Cell::verdict(&format!("no, {rho}"), Tone::Bad)
    }
}
