#include "alerts/desk.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <csignal>
#include <map>
#include <stop_token>
#include <thread>
#include <utility>
#include <zmq.hpp>

#include "alerts/channel_socket.hpp"
#include "alerts/desk_roles.hpp"
#include "alerts/long_questions.hpp"
#include "alerts/refusal_log.hpp"

namespace nightjar {
namespace {

constexpr std::chrono::milliseconds kLook{100};  // for a stop, and for keys
constexpr std::chrono::milliseconds kLookWhileBinding{5};
constexpr std::chrono::seconds kTellEvery{10};  // what the log was spared
constexpr int kMostAtOnce = 100;                // requests of one channel before the others have their turn
constexpr std::size_t kMostParts = 4;

struct DeskMessage {
  std::vector<std::string> parts;
  std::string user;  ///< as the gate named the connection; empty where it is plain
};

std::string user_of(const zmq::message_t& part) {
  const char* const user = zmq_msg_gets(part.handle(), "User-Id");
  return user == nullptr ? "" : user;
}

/// What waits; no parts: nothing does. Parts beyond the format's are read, but not kept.
DeskMessage waiting_message(zmq::socket_t& socket) {
  DeskMessage message;
  zmq::message_t part;
  do {
    if (!socket.recv(part, zmq::recv_flags::dontwait)) return {};
    if (message.parts.size() <= kMostParts) message.parts.push_back(part.to_string());
    message.user = user_of(part);
  } while (part.more());
  return message;
}

}  // namespace

struct Desk::Wire {
  Wire(DeskDuties duties, std::set<std::string> long_duties, std::shared_ptr<KeyGate> gate)
      : duties_(std::move(duties)), long_duties_(std::move(long_duties)), gate_(std::move(gate)) {}

  void bind(const DeskChannel& channel, const DeskOptions& options);
  void run(const std::stop_token& stop);
  void serve(const std::string& channel, ChannelSocket& channel_socket);
  void answer(const std::string& channel, zmq::socket_t& socket, DeskMessage message);
  [[nodiscard]] std::string put_off(const DeskRequest& request, const DeskMessage& message);
  void send_long_answers();
  void send(zmq::socket_t& socket, const std::vector<std::string>& envelope, const std::string& id,
            const DeskAnswer& answer);
  [[nodiscard]] DeskAnswer answer_to(const DeskRequest& request) const;
  [[nodiscard]] bool knows(DeskRequest& request, const std::string& user) const;

  const DeskDuties duties_;
  const std::set<std::string> long_duties_;
  std::shared_ptr<KeyGate> gate_;                 ///< outlives the sockets
  zmq::context_t own_context_{1};                 ///< without a gate
  std::map<std::string, ChannelSocket> sockets_;  ///< of the desk's thread, once it runs
  std::map<std::string, std::string> endpoints_;
  RefusalLog log_{[](const std::string& line) { spdlog::warn("desk: {}", line); }};
  std::atomic<std::uint64_t> asked_ = 0, refused_ = 0, malformed_ = 0;
  LongQuestions long_{[this](const DeskRequest& request) { return answer_to(request); }};
  std::jthread thread_;
};

Desk::Desk(const DeskOptions& options, DeskDuties duties)
    : wire_(std::make_unique<Wire>(std::move(duties), options.long_duties, options.gate)) {
  for (const DeskChannel& channel : options.channels) wire_->bind(channel, options);
  wire_->thread_ = std::jthread([wire = wire_.get()](const std::stop_token& stop) { wire->run(stop); });
}

Desk::~Desk() = default;

void Desk::Wire::bind(const DeskChannel& channel, const DeskOptions& options) {
  try {
    ChannelSocket socket(gate_ ? gate_->context() : own_context_,
                         {.channel = channel.name,
                          .kind = ChannelSocketKind::desk,
                          .endpoint = channel.endpoint,
                          .high_water = options.high_water,
                          .linger = options.linger,
                          .largest_message = kLongestRequest},
                         gate_);
    endpoints_[channel.name] = socket.endpoint();
    sockets_.emplace(channel.name, std::move(socket));
  } catch (const ChannelSocketError& error) {
    throw DeskError(error.what());
  }
}

void Desk::Wire::run(const std::stop_token& stop) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);  // signals are the main thread's business
  auto next_telling = std::chrono::steady_clock::now() + kTellEvery;
  while (!stop.stop_requested() && !sockets_.empty()) {
    if (std::chrono::steady_clock::now() >= next_telling) {
      log_.tell_counts();
      next_telling += kTellEvery;
    }
    try {
      std::vector<zmq::pollitem_t> items;
      for (auto& [channel, socket] : sockets_)
        if (zmq::socket_t* const open = socket.socket()) items.push_back({open->handle(), 0, ZMQ_POLLIN, 0});
      zmq::poll(items, items.size() == sockets_.size() ? kLook : kLookWhileBinding);
      for (auto& [channel, socket] : sockets_) serve(channel, socket);
      send_long_answers();
    } catch (const zmq::error_t& error) {
      if (error.num() != EINTR) spdlog::error("desk: {}", error.what());
    }
  }
}

void Desk::Wire::serve(const std::string& channel, ChannelSocket& channel_socket) {
  for (int i = 0; i < kMostAtOnce; ++i) {
    zmq::socket_t* const socket = channel_socket.socket();
    if (socket == nullptr) return;
    DeskMessage message = waiting_message(*socket);
    if (message.parts.empty()) return;
    answer(channel, *socket, std::move(message));
  }
}

/// Whose key it is, as the folder says now. False: nobody's who may ask here any more.
bool Desk::Wire::knows(DeskRequest& request, const std::string& user) const {
  if (!gate_ || !gate_->guards(request.channel)) return true;
  const auto holder = gate_->holder(request.channel, user);
  if (!holder) return false;
  request.asker = DeskAsker{holder->name, holder->role};
  return true;
}

/// A DEALER sends identity and request; a REQ an empty part between them, which goes back as it came.
void Desk::Wire::answer(const std::string& channel, zmq::socket_t& socket, DeskMessage message) {
  std::vector<std::string>& parts = message.parts;
  const bool of_req = parts.size() == 3 && parts[1].empty();
  if (parts.size() != 2 && !of_req) {
    ++malformed_;
    return;
  }
  DeskReading reading = read_request(parts.back(), channel);
  reading.request.channel = channel;
  if (!knows(reading.request, message.user)) return;
  DeskAnswer answer;
  if (reading.fault.empty()) {
    ++asked_;
    answer.error = role_fault(reading.request);
    if (!answer.error.empty())
      log_.refused(
          "channel " + channel + ": key " + reading.request.asker->key + " may not do what it asks for",
          answer.error);
    if (answer.error.empty() && long_duties_.contains(reading.request.what)) {
      answer.error = put_off(reading.request, message);
      if (answer.error.empty()) return;
    } else if (answer.error.empty()) {
      answer = answer_to(reading.request);
    }
    if (!answer.error.empty()) ++refused_;
    if (!knows(reading.request, message.user)) return;  // revoked meanwhile
  } else {
    ++malformed_;
    answer.error = reading.fault;
  }
  parts.pop_back();
  send(socket, parts, reading.request.id, answer);
}

/// Why it is not taken, or nothing: the answer follows.
std::string Desk::Wire::put_off(const DeskRequest& request, const DeskMessage& message) {
  return long_.take(
      {request.channel, {message.parts.begin(), message.parts.end() - 1}, message.user, request});
}

void Desk::Wire::send_long_answers() {
  for (LongAnswer& ready : long_.answered()) {
    LongQuestion& question = ready.question;
    if (!ready.answer.error.empty()) ++refused_;
    zmq::socket_t* const socket = sockets_.at(question.channel).socket();
    if (socket == nullptr || !knows(question.request, question.user)) continue;  // revoked meanwhile
    send(*socket, question.envelope, question.request.id, ready.answer);
  }
}

void Desk::Wire::send(zmq::socket_t& socket, const std::vector<std::string>& envelope, const std::string& id,
                      const DeskAnswer& answer) {
  for (const std::string& page : pages_of(id, answer)) {
    for (const std::string& part : envelope)
      (void)socket.send(zmq::buffer(part), zmq::send_flags::dontwait | zmq::send_flags::sndmore);
    (void)socket.send(zmq::buffer(page), zmq::send_flags::dontwait);
  }
}

/// On the desk's thread, or on that of the long questions.
DeskAnswer Desk::Wire::answer_to(const DeskRequest& request) const {
  const auto duty = duties_.find(request.what);
  if (duty == duties_.end()) {
    std::string known;
    for (const auto& [word, each] : duties_) known += (known.empty() ? "" : ", ") + word;
    return {"do: found \"" + request.what + "\", expected one of " + known, {}, {}};
  }
  try {
    return duty->second(request);
  } catch (const std::exception& error) {
    spdlog::error("desk of channel {}: {}: {}", request.channel, request.what, error.what());
    return {"the worker could not do it; its log says why", {}, {}};
  }
}

std::string Desk::endpoint_of(const std::string& channel) const {
  return wire_->endpoints_.at(channel);
}

DeskCounts Desk::counts() const {
  return {wire_->asked_, wire_->refused_, wire_->malformed_};
}

}  // namespace nightjar
