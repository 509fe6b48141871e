//! The words of 名录.

use super::Words;

pub const ORGAN_KINDS: Words = &[
    ("ProvincialGovernment", "省级人民政府"),
    ("MunicipalGovernment", "市级人民政府"),
    ("CountyGovernment", "县级人民政府"),
    ("Department", "政府工作部门"),
    ("Township", "乡镇政府（街道办）"),
    ("DispatchedOrgan", "派出机关"),
    ("DispatchedBody", "派出机构"),
    ("AuthorisedOrganisation", "授权组织"),
    ("PartyOrgan", "党委机构"),
];

pub const COURT_LEVELS: Words = &[("Supreme", "最高"), ("High", "高级"), ("Intermediate", "中级"), ("Basic", "基层")];
