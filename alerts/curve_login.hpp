#pragma once

#include <string>

#include "alerts/curve_key.hpp"

namespace zmq {
class socket_t;
}

namespace nightjar {

/// What connects to an encrypted endpoint: who is expected there, and who we are.
struct CurveLogin {
  std::string server_key;  ///< public, Z85
  CurveKey key;            ///< with its secret
};

/// Before the socket connects.
void log_in(zmq::socket_t& socket, const CurveLogin& login);

}  // namespace nightjar
