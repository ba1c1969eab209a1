//! What a client that goes by reflection alone can do, as grpcurl does.

use std::collections::BTreeSet;

use bytes::{Buf, BufMut};
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, MethodDescriptor, SerializeOptions};
use serde_json::{Value, json};
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::{Code, Status};
use tonic_reflection::pb::{v1, v1alpha};

use crate::desk::{Desk, RECORDER, VERIFIER, at_desk, by};

/// Learns every service, and every file that it needs, over reflection v1.
async fn learn(desk: &Desk) -> (Vec<String>, DescriptorPool) {
    use v1::server_reflection_client::ServerReflectionClient;
    use v1::server_reflection_request::MessageRequest as Ask;
    use v1::server_reflection_response::MessageResponse as Told;
    let mut client = ServerReflectionClient::new(desk.channel.clone());
    let mut ask = async |ask: Ask| {
        let request =
            v1::ServerReflectionRequest { host: String::new(), message_request: Some(ask) };
        let stream = client.server_reflection_info(tokio_stream::once(request)).await;
        let answer = stream.expect("reflection").into_inner().message().await;
        answer.expect("an answer").and_then(|a| a.message_response).expect("told")
    };
    let Told::ListServicesResponse(list) = ask(Ask::ListServices(String::new())).await else {
        panic!("no list of services");
    };
    let services: Vec<String> = list.service.into_iter().map(|service| service.name).collect();
    let mut files = prost_types::FileDescriptorSet::default();
    let mut known = BTreeSet::new();
    for service in &services {
        let told = ask(Ask::FileContainingSymbol(service.clone())).await;
        let Told::FileDescriptorResponse(found) = told else { panic!("no file of {service}") };
        let mut waiting: Vec<Vec<u8>> = found.file_descriptor_proto;
        while let Some(bytes) = waiting.pop() {
            let file = prost_types::FileDescriptorProto::decode(bytes.as_slice()).expect("a file");
            if !known.insert(file.name().to_owned()) {
                continue;
            }
            for name in &file.dependency {
                let told = ask(Ask::FileByFilename(name.clone())).await;
                let Told::FileDescriptorResponse(found) = told else { panic!("no {name}") };
                waiting.extend(found.file_descriptor_proto);
            }
            files.file.push(file);
        }
    }
    let mut pool = DescriptorPool::new();
    pool.add_file_descriptor_set(files).expect("files that fit together");
    (services, pool)
}

/// Sends and receives messages that are only known by their descriptors.
#[derive(Clone)]
struct Dynamic(MethodDescriptor);

impl Codec for Dynamic {
    type Encode = DynamicMessage;
    type Decode = DynamicMessage;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        self.clone()
    }

    fn decoder(&mut self) -> Self {
        self.clone()
    }
}

impl Encoder for Dynamic {
    type Item = DynamicMessage;
    type Error = Status;

    fn encode(&mut self, item: DynamicMessage, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put(item.encode_to_vec().as_slice());
        Ok(())
    }
}

impl Decoder for Dynamic {
    type Item = DynamicMessage;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<DynamicMessage>, Status> {
        let bytes = buffer.copy_to_bytes(buffer.remaining());
        let message = DynamicMessage::decode(self.0.output(), bytes);
        message.map(Some).map_err(|cause| Status::internal(cause.to_string()))
    }
}

/// Calls a method with a JSON body, knowing nothing but what reflection told.
async fn call(
    desk: &Desk,
    pool: &DescriptorPool,
    actor: &str,
    (service, method): (&str, &str),
    body: Value,
) -> Result<Value, Status> {
    let found = pool.get_service_by_name(service).expect("a service");
    let method = found.methods().find(|known| known.name() == method).expect("a method");
    let message = DynamicMessage::deserialize(method.input(), body).expect("a body");
    let mut client = tonic::client::Grpc::new(desk.channel.clone());
    client.ready().await.expect("connected");
    let path = format!("/{service}/{}", method.name()).parse().expect("a path");
    let answer = client.unary(by(actor, message), path, Dynamic(method)).await?.into_inner();
    let options = SerializeOptions::new().use_proto_field_name(true);
    Ok(answer.serialize_with_options(serde_json::value::Serializer, &options).expect("JSON"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_created_verified_and_counted_by_reflection_alone() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let (services, pool) = learn(desk).await;
        for due in [
            "xianzhi.industry.v1.EnterpriseService",
            "xianzhi.ledger.v1.LedgerService",
            "xianzhi.figure.v1.FigureService",
            "grpc.health.v1.Health",
        ] {
            assert!(services.iter().any(|service| service == due), "{due} is not listed");
        }
        let body = json!({"county": "421222", "enterprise": {
            "credit_code": "91421222MA4TC0014J", "name": "示例磨具厂", "division": "421222106",
            "industry_code": "3089"
        }});
        let create = ("xianzhi.industry.v1.EnterpriseService", "CreateEnterprise");
        let created = call(desk, &pool, RECORDER, create, body).await.expect("created");
        assert_eq!(created["metadata"]["state"], "STATE_RECORDED");
        let body = json!({"county": "421222", "records": [{
            "kind": "xianzhi.industry.v1.Enterprise", "id": "91421222MA4TC0014J",
            "etag": created["metadata"]["etag"]
        }]});
        let verify = ("xianzhi.ledger.v1.LedgerService", "VerifyRecords");
        let verified = call(desk, &pool, VERIFIER, verify, body).await.expect("verified");
        assert_eq!(verified["metadata"][0]["state"], "STATE_VERIFIED");
        let body = json!({"codes": ["industry.above_scale.total"], "scope": {
            "division": "421222", "first_date": "2023-01-01", "last_date": "2023-12-31"
        }});
        let compute = ("xianzhi.figure.v1.FigureService", "ComputeFigures");
        let computed = call(desk, &pool, VERIFIER, compute, body).await.expect("computed");
        assert_eq!(computed["figures"][0]["code"], "industry.above_scale.total");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_older_reflection_answers_too() {
    use v1alpha::server_reflection_client::ServerReflectionClient;
    use v1alpha::server_reflection_request::MessageRequest as Ask;
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let mut client = ServerReflectionClient::new(desk.channel.clone());
        let request = v1alpha::ServerReflectionRequest {
            host: String::new(),
            message_request: Some(Ask::ListServices(String::new())),
        };
        let stream = client.server_reflection_info(tokio_stream::once(request)).await;
        let answer = stream.expect("reflection").into_inner().message().await.expect("an answer");
        assert!(format!("{answer:?}").contains("xianzhi.cadre.v1.WorkLogService"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_method_of_the_contracts_is_answered_by_somebody() {
    for department in county::process::DEPARTMENTS {
        at_desk(department, async |desk| {
            let (services, pool) = learn(desk).await;
            let mut tried = 0;
            for service in services.iter().filter(|service| service.starts_with("xianzhi.")) {
                let found = pool.get_service_by_name(service).expect("a service");
                for method in found.methods().filter(|m| !m.is_client_streaming()) {
                    if method.is_server_streaming() {
                        continue;
                    }
                    let name = (service.as_str(), method.name());
                    let answer = call(desk, &pool, RECORDER, name, json!({})).await;
                    let code = answer.err().map(|status| status.code());
                    assert_ne!(code, Some(Code::Unimplemented), "{service}/{}", method.name());
                    tried += 1;
                }
            }
            assert!(tried > 15, "{tried} methods only");
        })
        .await;
    }
}
