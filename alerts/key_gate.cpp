#include "alerts/key_gate.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <zmq.hpp>

#include "alerts/key_file.hpp"
#include "alerts/key_folder.hpp"
#include "alerts/key_list.hpp"
#include "alerts/refusal_log.hpp"

namespace nightjar {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kWireThreads = 2;          // the stream's, and everything that desks are asked
constexpr std::size_t kMostParts = 8;    // of a question; the last one is the key
constexpr int kMostEventsAtOnce = 1000;  // of one socket
constexpr const char* kQuestions = "inproc://zeromq.zap.01";
constexpr int kWatched = ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                         ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_MONITOR_STOPPED;

/// One question of ZeroMQ about a connection (RFC 27).
struct Question {
  std::string version, request, channel, address, mechanism;
  std::string key;  ///< Z85
};

std::vector<std::string> parts_of(zmq::socket_t& socket) {
  std::vector<std::string> parts;
  zmq::message_t part;
  do {
    if (!socket.recv(part, zmq::recv_flags::dontwait)) return {};
    if (parts.size() < kMostParts) parts.push_back(part.to_string());
  } while (part.more());
  return parts;
}

std::string z85_of(const std::string& bytes) {
  std::array<char, 41> text{};
  if (bytes.size() != 32) return {};
  zmq_z85_encode(text.data(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return text.data();
}

std::string words_of(KeyStanding standing) {
  switch (standing) {
    case KeyStanding::not_cleared:
      return "a key that is not cleared for the channel";
    case KeyStanding::revoked:
      return "a revoked key";
    default:
      return "a key that nobody here knows";
  }
}

}  // namespace

struct KeyGate::Wire {
  struct Folder {
    std::filesystem::path path;
    KeyFolderWatch watch;
    std::vector<std::string> errors;  ///< that were told
  };
  struct Monitor {
    std::string channel;
    zmq::socket_t socket;
  };

  explicit Wire(KeyGateOptions options);
  void run(const std::stop_token& stop);
  void answer_questions();
  [[nodiscard]] bool let_in(const Question& question);
  void hear_failures();
  void hear_failures(Monitor& monitor);
  /// How busy a restricted channel is nobody is told; with the lock.
  [[nodiscard]] bool is_told_of(const std::string& channel) const { return !lists_.at(channel).restricted(); }
  void look_at_folders();
  void take_keys(const std::filesystem::path& folder, const std::vector<CurveKey>& keys);

  KeyGateOptions options_;
  zmq::context_t context_{kWireThreads};
  zmq::socket_t questions_{context_, zmq::socket_type::rep};
  std::vector<Folder> folders_;
  RefusalLog log_{[](const std::string& line) { spdlog::warn("{}", line); }};

  mutable std::mutex lock_;  // over what follows
  std::map<std::string, KeyList> lists_;
  std::map<std::string, std::uint64_t> editions_;
  std::vector<Monitor> new_monitors_;
  GateCounts counts_;
  std::uint64_t monitor_count_ = 0;

  std::vector<Monitor> monitors_;  ///< of the gate's thread
  std::jthread thread_;
};

KeyGate::Wire::Wire(KeyGateOptions options) : options_(std::move(options)) {
  questions_.set(zmq::sockopt::linger, 0);
  questions_.bind(kQuestions);
  std::string errors;
  for (const GuardedChannel& channel : options_.channels) {
    lists_.emplace(channel.name, KeyList(channel.name, channel.restricted));
    const bool known = std::any_of(folders_.begin(), folders_.end(),
                                   [&](const Folder& folder) { return folder.path == channel.folder; });
    if (!known) folders_.push_back({channel.folder, KeyFolderWatch(channel.folder), {}});
  }
  for (const Folder& folder : folders_) {
    const KeyFolderReading reading = read_key_folder(folder.path);
    for (const std::string& error : reading.errors) errors += (errors.empty() ? "" : "\n") + error;
    take_keys(folder.path, reading.keys);
  }
  if (!errors.empty()) throw KeyFileError(errors);
}

KeyGate::KeyGate(KeyGateOptions options) : wire_(std::make_unique<Wire>(std::move(options))) {
  wire_->thread_ = std::jthread([wire = wire_.get()](const std::stop_token& stop) { wire->run(stop); });
}

KeyGate::~KeyGate() = default;

zmq::context_t& KeyGate::context() {
  return wire_->context_;
}

bool KeyGate::guards(const std::string& channel) const {
  const std::lock_guard guard(wire_->lock_);
  return wire_->lists_.contains(channel);
}

void KeyGate::guard(zmq::socket_t& socket, const std::string& channel) {
  const std::lock_guard guard(wire_->lock_);
  socket.set(zmq::sockopt::curve_server, true);
  socket.set(zmq::sockopt::curve_secretkey, wire_->options_.server_secret);
  socket.set(zmq::sockopt::zap_domain, channel);
  const std::string address = "inproc://nightjar.monitor." + std::to_string(++wire_->monitor_count_);
  if (zmq_socket_monitor(socket.handle(), address.c_str(), kWatched) != 0) throw zmq::error_t();
  zmq::socket_t monitor(wire_->context_, zmq::socket_type::pair);
  monitor.set(zmq::sockopt::linger, 0);
  monitor.connect(address);
  wire_->new_monitors_.push_back({channel, std::move(monitor)});
}

std::uint64_t KeyGate::edition(const std::string& channel) const {
  const std::lock_guard guard(wire_->lock_);
  const auto found = wire_->editions_.find(channel);
  return found == wire_->editions_.end() ? 0 : found->second;
}

std::optional<CurveKey> KeyGate::holder(const std::string& channel, const std::string& user) const {
  const std::lock_guard guard(wire_->lock_);
  const auto found = wire_->lists_.find(channel);
  return found == wire_->lists_.end() ? std::nullopt : found->second.cleared(user);
}

GateCounts KeyGate::counts() const {
  const std::lock_guard guard(wire_->lock_);
  return wire_->counts_;
}

void KeyGate::Wire::run(const std::stop_token& stop) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);  // signals are the main thread's business
  Steady::time_point next_telling = Steady::now() + options_.tell_every;
  Steady::time_point next_look = Steady::now() + options_.look_every;
  while (!stop.stop_requested()) {
    try {
      {
        const std::lock_guard guard(lock_);
        for (Monitor& monitor : new_monitors_) monitors_.push_back(std::move(monitor));
        new_monitors_.clear();
      }
      std::vector<zmq::pollitem_t> items{{questions_.handle(), 0, ZMQ_POLLIN, 0}};
      for (Monitor& monitor : monitors_) items.push_back({monitor.socket.handle(), 0, ZMQ_POLLIN, 0});
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_look - Steady::now());
      zmq::poll(items, std::clamp(left, std::chrono::milliseconds(0), options_.look_every));
      if (Steady::now() >= next_look) {  // before anybody is let in
        look_at_folders();
        next_look = Steady::now() + options_.look_every;
      }
      answer_questions();
      hear_failures();
    } catch (const zmq::error_t& error) {
      if (error.num() != EINTR) spdlog::error("gate: {}", error.what());
    }
    if (Steady::now() < next_telling) continue;
    log_.tell_counts();
    next_telling += options_.tell_every;
  }
  log_.tell_counts();
}

/// After 300 ZeroMQ says nothing more, and closes the connection when the time for a handshake is over; an
/// honest client then tries again.
void KeyGate::Wire::answer_questions() {
  for (int i = 0; i < kMostEventsAtOnce; ++i) {
    const std::vector<std::string> parts = parts_of(questions_);
    if (parts.empty()) return;
    Question question;
    if (parts.size() == 7) question = {parts[0], parts[1], parts[2], parts[3], parts[5], z85_of(parts[6])};
    const bool in = question.version == "1.0" && question.mechanism == "CURVE" && let_in(question);
    const std::array<std::string, 6> reply{"1.0", question.request,       in ? "200" : "300",
                                           "",    in ? question.key : "", ""};
    for (std::size_t part = 0; part < reply.size(); ++part)
      (void)questions_.send(zmq::buffer(reply.at(part)),
                            part + 1 < reply.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
  }
}

bool KeyGate::Wire::let_in(const Question& question) {
  KeyStanding standing = KeyStanding::unknown;
  std::string name;
  {
    const std::lock_guard guard(lock_);
    if (const auto list = lists_.find(question.channel); list != lists_.end()) {
      standing = list->second.admit(question.key);
      name = list->second.name_of(question.key);
    }
    if (standing == KeyStanding::cleared && is_told_of(question.channel)) ++counts_.admitted;
    if (standing == KeyStanding::not_cleared) ++counts_.not_cleared;
    if (standing == KeyStanding::revoked) ++counts_.revoked;
    if (standing == KeyStanding::unknown) ++counts_.unknown;
  }
  if (standing == KeyStanding::cleared) {
    spdlog::debug("channel {}: {} is connected from {}", question.channel, name, question.address);
    return true;
  }
  log_.refused("channel " + question.channel + ": turned away: " + words_of(standing),
               (name.empty() ? "" : name + " ") + "from " + question.address);
  return false;
}

void KeyGate::Wire::hear_failures() {
  for (Monitor& monitor : monitors_) hear_failures(monitor);
  std::erase_if(monitors_, [](const Monitor& monitor) { return !monitor.socket; });
}

/// An event is a number of 16 bits and a value of 32, then an endpoint.
void KeyGate::Wire::hear_failures(Monitor& monitor) {
  for (int i = 0; i < kMostEventsAtOnce; ++i) {
    const std::vector<std::string> parts = parts_of(monitor.socket);
    std::uint16_t event = 0;
    if (parts.empty()) return;
    if (parts.front().size() >= sizeof event) std::memcpy(&event, parts.front().data(), sizeof event);
    if (event == ZMQ_EVENT_MONITOR_STOPPED) return monitor.socket.close();
    if (event == ZMQ_EVENT_ACCEPTED) {
      const std::lock_guard guard(lock_);
      if (is_told_of(monitor.channel)) ++counts_.connections;
      continue;
    }
    const bool broken_off = event == ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;
    {
      const std::lock_guard guard(lock_);
      ++(broken_off ? counts_.broken_off : counts_.no_handshake);
    }
    log_.refused("channel " + monitor.channel + ": " +
                     (broken_off ? "a connection went away without a key"
                                 : "turned away: no key of this worker's, or none at all"),
                 "");
  }
}

void KeyGate::Wire::look_at_folders() {
  for (Folder& folder : folders_) {
    if (!folder.watch.changed()) continue;
    const KeyFolderReading reading = read_key_folder(folder.path);
    for (const std::string& error : reading.errors)
      if (std::find(folder.errors.begin(), folder.errors.end(), error) == folder.errors.end())
        spdlog::error("{}", error);
    folder.errors = reading.errors;
    if (!reading.readable) continue;  // a folder that is moved or mounted takes nobody's alerts away
    spdlog::info("{}: {} keys", folder.path.string(), reading.keys.size());
    take_keys(folder.path, reading.keys);
  }
}

void KeyGate::Wire::take_keys(const std::filesystem::path& folder, const std::vector<CurveKey>& keys) {
  const std::lock_guard guard(lock_);
  for (const GuardedChannel& channel : options_.channels)
    if (channel.folder == folder && lists_.at(channel.name).replace(keys)) ++editions_[channel.name];
}

}  // namespace nightjar
