#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "alerts/key_gate.hpp"

namespace nightjar {

/// Why a channel cannot be opened; `what()` is one line that names channel, kind and endpoint.
class ChannelSocketError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class ChannelSocketKind {
  live,  ///< XPUB
  desk,  ///< ROUTER
};

struct ChannelSocketOptions {
  std::string channel;
  ChannelSocketKind kind = ChannelSocketKind::live;
  std::string endpoint;
  int high_water = 0;  ///< messages for one peer
  std::chrono::milliseconds linger{0};
  std::size_t largest_message = 0;  ///< bytes that a peer may send
};

/// The socket of one channel at its endpoint: encrypted where a gate guards the channel, plain and on
/// loopback otherwise. Closed and bound again when somebody has lost his key. Belongs to one thread at a
/// time.
class ChannelSocket {
 public:
  /// Binds. `context` is the gate's where it guards the channel. Throws ChannelSocketError.
  ChannelSocket(zmq::context_t& context, ChannelSocketOptions options, std::shared_ptr<KeyGate> gate);
  ~ChannelSocket();
  ChannelSocket(ChannelSocket&&) noexcept;
  ChannelSocket& operator=(ChannelSocket&&) = delete;

  /// The socket, with nobody at it who has lost his key. nullptr: it is just being bound again, which takes
  /// milliseconds; until then there is nobody to send to. Ask again each time.
  [[nodiscard]] zmq::socket_t* socket();

  /// As bound: a port `*` has become a number.
  [[nodiscard]] const std::string& endpoint() const { return options_.endpoint; }
  [[nodiscard]] bool guarded() const { return guarded_; }

 private:
  void open();
  [[nodiscard]] bool bind();

  zmq::context_t* context_;
  ChannelSocketOptions options_;
  std::shared_ptr<KeyGate> gate_;
  bool guarded_ = false;
  bool told_ = false;          ///< that the endpoint cannot be had back
  std::uint64_t edition_ = 0;  ///< of the gate, at which the socket was opened
  std::unique_ptr<zmq::socket_t> socket_;
  bool bound_ = false;
};

}  // namespace nightjar
