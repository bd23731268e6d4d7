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

#include "alerts/endpoint.hpp"

namespace nightjar {
namespace {

constexpr int kHandshake_ms = 5000;
constexpr std::chrono::milliseconds kLook{100};  // for a stop
constexpr int kMostAtOnce = 100;                 // requests of one channel before the others have their turn
constexpr std::size_t kMostParts = 4;

/// The parts of a waiting message; empty: none waits. Parts beyond the format's are read, but not kept.
std::vector<std::string> waiting_message(zmq::socket_t& socket) {
  std::vector<std::string> parts;
  zmq::message_t part;
  do {
    if (!socket.recv(part, zmq::recv_flags::dontwait)) return {};
    if (parts.size() <= kMostParts) parts.push_back(part.to_string());
  } while (part.more());
  return parts;
}

}  // namespace

struct Desk::Wire {
  explicit Wire(DeskDuties duties) : duties_(std::move(duties)) {}

  void bind(const DeskChannel& channel, const DeskOptions& options);
  void run(const std::stop_token& stop);
  void serve(const std::string& channel, zmq::socket_t& socket);
  void answer(const std::string& channel, zmq::socket_t& socket, std::vector<std::string> parts);
  [[nodiscard]] DeskAnswer answer_to(const DeskRequest& request);

  DeskDuties duties_;
  zmq::context_t context_{1};
  std::map<std::string, zmq::socket_t> sockets_;  ///< of the desk's thread, once it runs
  std::map<std::string, std::string> endpoints_;
  std::atomic<std::uint64_t> asked_ = 0, refused_ = 0, malformed_ = 0;
  std::jthread thread_;
};

Desk::Desk(const DeskOptions& options, DeskDuties duties) : wire_(std::make_unique<Wire>(std::move(duties))) {
  for (const DeskChannel& channel : options.channels) wire_->bind(channel, options);
  wire_->thread_ = std::jthread([wire = wire_.get()](const std::stop_token& stop) { wire->run(stop); });
}

Desk::~Desk() = default;

void Desk::Wire::bind(const DeskChannel& channel, const DeskOptions& options) {
  if (const auto fault = live_endpoint_fault(channel.endpoint))
    throw DeskError("channel " + channel.name + ": desk: " + *fault);
  zmq::socket_t socket(context_, zmq::socket_type::router);
  socket.set(zmq::sockopt::sndhwm, options.high_water);
  socket.set(zmq::sockopt::rcvhwm, options.high_water);
  socket.set(zmq::sockopt::linger, static_cast<int>(options.linger.count()));
  socket.set(zmq::sockopt::maxmsgsize, std::int64_t{kLongestRequest});
  socket.set(zmq::sockopt::handshake_ivl, kHandshake_ms);
  socket.set(zmq::sockopt::ipv6, channel.endpoint.find('[') != std::string::npos);
  try {
    socket.bind(channel.endpoint);
  } catch (const zmq::error_t& error) {
    const std::string why = error.num() == EADDRINUSE ? "is in use by another program" : error.what();
    throw DeskError("channel " + channel.name + ": desk: \"" + channel.endpoint + "\" " + why);
  }
  endpoints_[channel.name] = socket.get(zmq::sockopt::last_endpoint);
  sockets_.emplace(channel.name, std::move(socket));
}

void Desk::Wire::run(const std::stop_token& stop) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);  // signals are the main thread's business
  std::vector<zmq::pollitem_t> items;
  for (auto& [channel, socket] : sockets_) items.push_back({socket.handle(), 0, ZMQ_POLLIN, 0});
  while (!stop.stop_requested() && !items.empty()) {
    try {
      zmq::poll(items, kLook);
      for (auto& [channel, socket] : sockets_) serve(channel, socket);
    } catch (const zmq::error_t& error) {
      if (error.num() != EINTR) spdlog::error("desk: {}", error.what());
    }
  }
}

void Desk::Wire::serve(const std::string& channel, zmq::socket_t& socket) {
  for (int i = 0; i < kMostAtOnce; ++i) {
    std::vector<std::string> parts = waiting_message(socket);
    if (parts.empty()) return;
    answer(channel, socket, std::move(parts));
  }
}

/// A DEALER sends identity and request; a REQ an empty part between them, which goes back as it came.
void Desk::Wire::answer(const std::string& channel, zmq::socket_t& socket, std::vector<std::string> parts) {
  const bool of_req = parts.size() == 3 && parts[1].empty();
  if (parts.size() != 2 && !of_req) {
    ++malformed_;
    return;
  }
  const DeskReading reading = read_request(parts.back(), channel);
  DeskAnswer answer;
  if (reading.fault.empty()) {
    ++asked_;
    answer = answer_to(reading.request);
    if (!answer.error.empty()) ++refused_;
  } else {
    ++malformed_;
    answer.error = reading.fault;
  }
  parts.pop_back();
  for (const std::string& page : pages_of(reading.request.id, answer)) {
    for (const std::string& part : parts)
      (void)socket.send(zmq::buffer(part), zmq::send_flags::dontwait | zmq::send_flags::sndmore);
    (void)socket.send(zmq::buffer(page), zmq::send_flags::dontwait);
  }
}

DeskAnswer Desk::Wire::answer_to(const DeskRequest& request) {
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
