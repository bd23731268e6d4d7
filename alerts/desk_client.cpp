#include "alerts/desk_client.hpp"

#include <algorithm>
#include <optional>
#include <zmq.hpp>

#include "alerts/desk_request.hpp"
#include "alerts/endpoint.hpp"
#include "alerts/json_fields.hpp"
#include "alerts/sha256.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

/// One page of an answer; nullopt where it is none, or one to another request.
std::optional<Json> page_of(const std::string& text, const std::string& id) {
  Json page = Json::parse(text, nullptr, false);
  if (!page.is_object() || page.value("id", Json()) != Json(id)) return std::nullopt;
  if (!page.contains("ok") || !page["ok"].is_boolean()) return std::nullopt;
  for (const char* name : {"page", "pages"})
    if (!page.contains(name) || !page[name].is_number_unsigned()) return std::nullopt;
  if (!page.contains("items") || !page["items"].is_array()) return std::nullopt;
  return page;
}

void take_in(DeskReply& reply, Json page) {
  for (Json& item : page["items"]) reply.items.push_back(std::move(item));
  page.erase("items");
  if (!reply.fields.is_null()) return;
  reply.ok = page["ok"].get<bool>();
  if (page.contains("error") && page["error"].is_string()) reply.error = page["error"].get<std::string>();
  reply.fields = std::move(page);
}

}  // namespace

struct DeskClient::Wire {
  std::string endpoint, key;  ///< its name; empty without one
  zmq::context_t context{1};
  zmq::socket_t socket{context, zmq::socket_type::dealer};
};

DeskClient::DeskClient(const std::string& endpoint, const std::optional<CurveLogin>& login)
    : wire_(std::make_unique<Wire>()) {
  const Wiring wiring = login ? Wiring::encrypted : Wiring::plain;
  if (const auto fault = connect_endpoint_fault(endpoint, wiring)) throw DeskSilence(*fault);
  wire_->endpoint = endpoint;
  if (login) wire_->key = login->key.name;
  wire_->socket.set(zmq::sockopt::linger, 0);
  wire_->socket.set(zmq::sockopt::maxmsgsize, std::int64_t{kLongestPage});
  wire_->socket.set(zmq::sockopt::ipv6, endpoint.find('[') != std::string::npos);
  try {
    if (login) log_in(wire_->socket, *login);
    wire_->socket.connect(endpoint);
  } catch (const zmq::error_t& error) {
    throw DeskSilence("\"" + endpoint + "\" " + error.what());
  }
}

DeskClient::~DeskClient() = default;

DeskReply DeskClient::ask(Json request, std::chrono::milliseconds longest) {
  using Steady = std::chrono::steady_clock;
  if (!request.contains("id")) request["id"] = random_id();
  const auto id = request["id"].get<std::string>();
  const Steady::time_point until = Steady::now() + longest;
  const std::string text = dumped(request);
  DeskReply reply;
  std::size_t pages = 0;
  bool sent = false;
  while (Steady::now() < until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now());
    wire_->socket.set(zmq::sockopt::sndtimeo, static_cast<int>(left.count()));
    wire_->socket.set(zmq::sockopt::rcvtimeo, static_cast<int>(left.count()));
    if (!sent) sent = wire_->socket.send(zmq::buffer(text)).has_value();
    zmq::message_t part;
    if (!sent || !wire_->socket.recv(part)) continue;
    std::optional<Json> page = page_of(part.to_string(), id);
    if (!page) continue;
    const auto of = (*page)["pages"].get<std::size_t>();
    take_in(reply, std::move(*page));
    if (++pages >= of) return reply;
  }
  const std::string kept_out = wire_->key.empty() ? "" : ", or none that lets the key " + wire_->key + " in";
  throw DeskSilence("no worker answers at " + wire_->endpoint + kept_out);
}

}  // namespace nightjar
