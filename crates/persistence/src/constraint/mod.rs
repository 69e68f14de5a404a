//! The catalogue of database constraints that people can run into, each with its error code.
//! A test walks the database's own catalogue and proves that none is missing.

mod a_to_l;
mod m_to_z;

/// Constraint name, error code, JSON pointer, sentence.
pub type Constraint = (&'static str, &'static str, Option<&'static str>, &'static str);

/// Every constraint, in the order of names.
pub fn catalogue() -> impl Iterator<Item = &'static Constraint> {
    a_to_l::CATALOGUE.iter().chain(m_to_z::CATALOGUE)
}

/// Code, pointer and sentence of a constraint.
pub fn explain(name: &str) -> Option<(&'static str, Option<&'static str>, &'static str)> {
    let part = if name < "m" { a_to_l::CATALOGUE } else { m_to_z::CATALOGUE };
    part.binary_search_by_key(&name, |entry| entry.0).ok().map(|index| {
        let (_, code, pointer, detail) = part[index];
        (code, pointer, detail)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_catalogue_is_sorted_so_that_every_constraint_is_found() {
        let all: Vec<_> = super::catalogue().collect();
        assert!(all.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(all.iter().all(|(name, code, ..)| super::explain(name).is_some_and(|found| found.0 == *code)));
    }
}
