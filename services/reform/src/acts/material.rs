//! The folder of a report: what offices handed in by section, and what only papers state.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::Books;
use ledger::reader::{check_county, check_day};
use proto::reform::v1::material_service_server::MaterialService;
use proto::reform::v1::{
    GetMaterialFolderRequest, HandedIn, Material, MaterialFolder, MaterialSection, Office,
    Statement,
};
use tonic::{Request, Response, Status};

use super::counted;

/// The acts on materials.
pub(super) struct Materials {
    books: Books,
}

impl Materials {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl MaterialService for Materials {
    async fn get_material_folder(
        &self,
        request: Request<GetMaterialFolderRequest>,
    ) -> Result<Response<MaterialFolder>, Status> {
        Ok(Response::new(of(&self.books, request.into_inner()).await?))
    }
}

async fn of(books: &Books, request: GetMaterialFolderRequest) -> Result<MaterialFolder, Refusal> {
    let GetMaterialFolderRequest { county, first_date, last_date, section, position } = request;
    check_county(&county)?;
    check_day("first_date", &first_date)?;
    check_day("last_date", &last_date)?;
    let position = books.reader.position(&county, position).await?;
    let touches = |first: &str, last: &str| *first <= *last_date && *last >= *first_date;
    let mut materials: Vec<Material> = counted(books, &county, position).await?;
    materials.retain(|one| touches(&one.first_date, &one.last_date));
    materials.retain(|one| one.sign_date <= last_date);
    materials.retain(|one| section.is_empty() || one.section == section);
    let mut statements: Vec<Statement> = counted(books, &county, position).await?;
    statements.retain(|one| touches(&one.first_date, &one.last_date));
    let offices: Vec<Office> = counted(books, &county, position).await?;
    Ok(MaterialFolder { sections: by_section(materials, &offices), statements, position })
}

/// Materials by section, each with the name of its office.
fn by_section(mut materials: Vec<Material>, offices: &[Office]) -> Vec<MaterialSection> {
    let names: BTreeMap<&str, &str> =
        offices.iter().map(|office| (office.code.as_str(), office.name.as_str())).collect();
    let order = |one: &Material| (one.office_id.clone(), one.last_date.clone());
    materials.sort_by_key(order);
    let mut sections: BTreeMap<String, Vec<HandedIn>> = BTreeMap::new();
    for material in materials {
        let name = names.get(material.office_id.as_str()).copied().unwrap_or_default();
        let (section, office) = (material.section.clone(), name.to_owned());
        let handed_in = HandedIn { office, material: Some(material) };
        sections.entry(section).or_default().push(handed_in);
    }
    let section = |(section, materials)| MaterialSection { section, materials };
    sections.into_iter().map(section).collect()
}

#[cfg(test)]
mod tests {
    use ledger::kinds::Kind;

    use super::*;
    use crate::Ours;

    #[test]
    fn materials_are_put_by_section_and_name_their_office() {
        let of = |n: u32, section: &str| Material {
            section: section.to_owned(),
            ..<Material as Kind<Ours>>::sample(n)
        };
        let offices: Vec<Office> = (0..2).map(<Office as Kind<Ours>>::sample).collect();
        let folder = by_section(vec![of(1, "b"), of(0, "b"), of(2, "a")], &offices);
        let read = folder.iter().map(|section| {
            let offices: Vec<&str> =
                section.materials.iter().map(|one| one.office.as_str()).collect();
            (section.section.as_str(), offices)
        });
        let read: Vec<_> = read.collect();
        assert_eq!(read, [("a", vec![""]), ("b", vec!["示例局0", "示例局1"])]);
    }
}
