#pragma once

#include <memory>
#include <optional>
#include <zmq.hpp>

#include "alerts/curve_login.hpp"
#include "alerts/key_file.hpp"
#include "alerts/key_gate.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {

/// What a worker and a consumer need for an encrypted channel `open`.
struct MadeGate {
  TemporaryFolder folder;
  CurveKey server = make_curve_key("worker", KeyRole::watch, {});
  CurveKey client = make_curve_key("room", KeyRole::watch, {});

  MadeGate() { write_key(client, folder.path()); }

  [[nodiscard]] std::shared_ptr<KeyGate> open() const {
    KeyGateOptions options;
    options.server_secret = server.secret_key;
    options.channels = {{"open", false, folder.path()}};
    return std::make_shared<KeyGate>(options);
  }
  [[nodiscard]] CurveLogin login() const { return {server.public_key, client}; }
};

}  // namespace nightjar
