#include "alerts/curve_login.hpp"

#include <zmq.hpp>

namespace nightjar {

void log_in(zmq::socket_t& socket, const CurveLogin& login) {
  socket.set(zmq::sockopt::curve_serverkey, login.server_key);
  socket.set(zmq::sockopt::curve_publickey, login.key.public_key);
  socket.set(zmq::sockopt::curve_secretkey, login.key.secret_key);
}

}  // namespace nightjar
