//! The table as OpenAPI 3.1, for whoever speaks with the server without our program. Nothing is
//! described here that is not in the table, and no route of it is left out.

use std::collections::BTreeMap;

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use wufei_api::{
    columns,
    error::{ErrorBody, status},
    protocol::{CURRENT, HEADER, OLDEST},
    routes::{ENROL, SNAPSHOT},
};
use wufei_domain::refusal::Code;

use super::{
    console::COOKIE_SECURE,
    described::{Door, Kind, Route, shape},
    table::table,
};

/// Where the schemas stand.
const SCHEMAS: &str = "/components/schemas";

/// The name of the way to show a token.
const TOKEN: &str = "token";

/// The name of the way to show a session.
const SESSION: &str = "session";

/// The description of every route.
pub fn description() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = SCHEMAS.into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths = Map::new();
    for route in table() {
        let operation = operation(&route, &mut generator);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(operations) = path.as_object_mut() {
            operations.insert(route.verb.name().to_lowercase(), operation);
        }
    }
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Wufei 无废",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What a device, a browser and a printer ask the server of a city. A refusal \
                has a code and the values of its sentence; the sentences stand in the app.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "securitySchemes": { SESSION: {
                "type": "apiKey", "in": "cookie", "name": COOKIE_SECURE,
                "description": "Given to a browser by the console's log-in with password and second \
                    factor; `wufei` where the server has no TLS before it.",
            }, TOKEN: {
                "type": "http", "scheme": "bearer",
                "description": "Told once by the enrolment, kept as a hash, revoked at once. The roles \
                    that an operation names are those whose token may ask for it.",
            } },
            "schemas": generator.take_definitions(true),
        },
    })
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut operation = json!({
        "operationId": name(route),
        "summary": route.about,
        "parameters": parameters(route, generator),
        "responses": responses(route, generator),
    });
    let Some(fields) = operation.as_object_mut() else { return operation };
    if let Some(act) = route.door.act() {
        let roles: Vec<&str> = act.roles().iter().map(|role| role.code()).collect();
        fields.insert("security".to_owned(), json!([{ TOKEN: roles }]));
        fields.insert("x-within".to_owned(), json!(act.within().name()));
    }
    if route.door == Door::Session {
        fields.insert("security".to_owned(), json!([{ SESSION: [] }]));
    }
    if let Some(body) = route.body {
        let body = json!({ "required": true, "content": content(body, generator) });
        fields.insert("requestBody".to_owned(), body);
    }
    operation
}

/// A name for programs: `get_v1_feed`.
fn name(route: &Route) -> String {
    let words = format!("{}{}", route.verb.name(), route.path).to_lowercase();
    let words = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

/// What stands in the path, in the query and in the head.
fn parameters(route: &Route, generator: &mut SchemaGenerator) -> Vec<Value> {
    let mut all = Vec::new();
    for part in route.path.split('/') {
        if let Some(name) = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            let schema = json!({ "type": "string", "minLength": 1 });
            all.push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
        }
    }
    if let Some(query) = route.query {
        let query = query(generator);
        let needed = query.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let fields = query.get("properties").and_then(Value::as_object).cloned();
        for (name, mut schema) in fields.unwrap_or_default() {
            let required = needed.iter().any(|needed| needed == &name);
            let about = schema.as_object_mut().and_then(|schema| schema.remove("description"));
            all.push(json!({
                "name": name, "in": "query", "required": required,
                "description": about.unwrap_or_default(), "schema": never_null(schema),
            }));
        }
    }
    let spoken = json!({ "type": "integer", "minimum": OLDEST, "maximum": CURRENT });
    let head = |name: &str, required: bool, about: &str, schema: Value| {
        json!({
            "name": name, "in": "header", "required": required, "description": about,
            "schema": schema,
        })
    };
    match route.door {
        Door::Token(_) | Door::Outbox(_) => {
            all.push(head(HEADER, true, "The version of the protocol that is spoken.", spoken));
        }
        Door::Public if route.path == ENROL => {
            let about = "The version that is spoken; the oldest where it is no such number.";
            all.push(head(HEADER, false, about, json!({ "type": "string" })));
        }
        Door::Public | Door::Session => {}
    }
    if route.path == SNAPSHOT {
        let about = "`bytes=FROM-TO`; anything else asks for the beginning.";
        all.push(head("range", false, about, json!({ "type": "string" })));
    }
    all
}

/// A field of a query is there or not; it is never null.
fn never_null(mut schema: Value) -> Value {
    if let Some(Value::Array(kinds)) = schema.get_mut("type") {
        kinds.retain(|kind| kind != "null");
        if let [only] = kinds.as_slice() {
            schema["type"] = only.clone();
        }
    }
    if let Some(Value::Array(ways)) = schema.get_mut("anyOf") {
        ways.retain(|way| way != &json!({ "type": "null" }));
        if let [only] = ways.as_slice() {
            return only.clone();
        }
    }
    schema
}

fn responses(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut all: BTreeMap<u16, Value> = BTreeMap::new();
    for told in &route.answers {
        let mut response = json!({ "description": told.about });
        if !matches!(told.kind, Kind::Nothing) {
            response["content"] = content(told.kind, generator);
        }
        all.insert(told.status, response);
    }
    let mut refused: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in route.refusals() {
        refused.entry(status(code)).or_default().push(code);
    }
    for (status, codes) in refused {
        let named: Vec<String> = codes.iter().map(|code| format!("`{}`", code.as_str())).collect();
        let content = content(Kind::Json(shape::<ErrorBody>), generator);
        let response = json!({ "description": named.join(", "), "content": content });
        all.insert(status, response);
    }
    let named = all.into_iter().map(|(status, response)| (status.to_string(), response));
    Value::Object(named.collect())
}

fn content(kind: Kind, generator: &mut SchemaGenerator) -> Value {
    let text = || json!({ "schema": { "type": "string" } });
    match kind {
        Kind::Json(shape) => json!({ "application/json": { "schema": shape(generator) } }),
        Kind::Rows(shape) => json!({
            "application/json": { "schema": shape(generator) },
            // As above, with the rows field by field: no schema says how.
            columns::MEDIA_TYPE: { "schema": { "type": "object" } },
        }),
        Kind::Form(shape) => {
            json!({ "application/x-www-form-urlencoded": { "schema": shape(generator) } })
        }
        Kind::Html => json!({ "text/html": text() }),
        Kind::Css => json!({ "text/css": text() }),
        Kind::Text => json!({ "text/plain": text() }),
        Kind::Bytes(name) => json!({ name: {} }),
        Kind::Nothing => json!({}),
    }
}
