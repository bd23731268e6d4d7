#pragma once

#include <chrono>
#include <string>
#include <vector>
#include <zmq.hpp>

namespace nightjar {

/// A plain ZeroMQ consumer, as a stranger would write it.
class Listener {
 public:
  explicit Listener(const std::string& endpoint, int high_water = 100'000)
      : socket_(context_, zmq::socket_type::sub) {
    socket_.set(zmq::sockopt::rcvhwm, high_water);
    socket_.set(zmq::sockopt::rcvtimeo, 5000);
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::subscribe, "");
    socket_.connect(endpoint);
  }

  /// The parts of the next message; empty after five seconds of silence.
  std::vector<std::string> next() {
    std::vector<std::string> parts;
    zmq::message_t part;
    do {
      if (!socket_.recv(part)) return {};
      parts.push_back(part.to_string());
    } while (part.more());
    return parts;
  }

  /// The next message of a kind.
  std::vector<std::string> next(const std::string& kind) {
    while (true) {
      std::vector<std::string> parts = next();
      if (parts.empty() || parts.front() == kind) return parts;
    }
  }

 private:
  zmq::context_t context_;
  zmq::socket_t socket_;
};

}  // namespace nightjar
