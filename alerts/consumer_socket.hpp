#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/curve_login.hpp"

namespace zmq {
class context_t;
}  // namespace zmq

namespace nightjar {

enum class ConsumerSocketKind {
  live,  ///< SUB, to everything
  desk,  ///< DEALER
};

struct ConsumerSocketOptions {
  std::string endpoint;
  std::optional<CurveLogin> login;  ///< where it is encrypted
  std::size_t longest = 0;          ///< bytes of a part that are taken
  int high_water = 1000;            ///< messages kept for us
};

/// A consumer's socket to one endpoint of a worker, which gives a dead link up. Connects by itself, and
/// again. Belongs to one thread.
class ConsumerSocket {
 public:
  /// Throws SubscriberError: no endpoint.
  ConsumerSocket(zmq::context_t& context, ConsumerSocketKind kind, ConsumerSocketOptions options);
  ~ConsumerSocket();
  ConsumerSocket(ConsumerSocket&&) noexcept;
  ConsumerSocket& operator=(ConsumerSocket&&) = delete;

  /// The parts of a waiting message; empty: none waits. Parts beyond the format's are read, but not kept.
  [[nodiscard]] std::vector<std::string> take();
  /// Dropped where nobody is there.
  void send(std::string_view text);
  /// Leaves the connection, with all that waits in it at either end, for a new one.
  void renew();

  [[nodiscard]] zmq::socket_t& socket() { return *socket_; }

 private:
  std::string endpoint_;
  std::unique_ptr<zmq::socket_t> socket_;
};

}  // namespace nightjar
