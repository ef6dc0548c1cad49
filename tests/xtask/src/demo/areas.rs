//! Names of areas, so that the demo introduces people by village and not by code.

use std::collections::HashMap;

/// Area code to name and parent.
pub struct Areas<'a>(HashMap<&'a str, (&'a str, &'a str)>);

impl<'a> Areas<'a> {
    /// Reads the columns `code,level,parent,name`; whether the table is sound is the server's
    /// question when it imports it.
    pub fn read(table: &'a str) -> Self {
        let rows = table.lines().skip(1).filter_map(|line| {
            let mut columns = line.split(',');
            let (code, _level) = (columns.next()?, columns.next()?);
            let (parent, name) = (columns.next()?, columns.next()?);
            Some((code, (name, parent)))
        });
        Self(rows.collect())
    }

    /// The name with those of its town and county before it; the code where it has none.
    pub fn full_name(&self, code: &str) -> String {
        let mut names = Vec::new();
        let mut next = code;
        // City, county, town, village: four levels. The city is the same for all.
        while let Some((name, parent)) = self.0.get(next)
            && !parent.is_empty()
            && names.len() < 4
        {
            names.insert(0, *name);
            next = parent;
        }
        if names.is_empty() { code.to_owned() } else { names.concat() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_is_named_with_its_town_and_county() {
        let table = "code,level,parent,name\n330600000000,city,,绍兴市\n\
            330683000000,county,330600000000,嵊州市\n330683106000,town,330683000000,谷来镇\n\
            330683106273,village,330683106000,马溪村\n";
        let areas = Areas::read(table);
        assert_eq!(areas.full_name("330683106273"), "嵊州市谷来镇马溪村");
        assert_eq!(areas.full_name("330683999999"), "330683999999");
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let areas = Areas::read("code,level,parent,name\n1,town,2,甲\n2,town,1,乙\n");
        assert_eq!(areas.full_name("1"), "乙甲乙甲");
    }
}
