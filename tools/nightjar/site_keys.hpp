#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alerts/curve_login.hpp"
#include "alerts/key_gate.hpp"
#include "config/site.hpp"

namespace nightjar {

/// Every mistake in the key files that a worker of the site needs, a line each.
[[nodiscard]] std::vector<std::string> key_trouble(const Site& site);

/// Lets people in at the site's encrypted channels; null where it has none. Throws std::runtime_error with
/// what key_trouble says.
[[nodiscard]] std::shared_ptr<KeyGate> make_key_gate(const Site& site);

/// The key files that were named on a command line; empty: what the site file says.
struct NamedKeys {
  std::string key;
  std::string server_key;
};

/// How to come in, or what is wrong with the keys.
struct LoginReading {
  std::optional<CurveLogin> login;
  std::vector<std::string> errors;
};

/// To an encrypted channel of a site whose file lies here.
[[nodiscard]] LoginReading read_login(const Site& site, const NamedKeys& named);

/// Whether a key says of itself that it is not for a channel, so that nobody there would answer.
[[nodiscard]] bool is_kept_out(const ChannelSite& channel, const std::optional<CurveLogin>& login);

/// To endpoints of a worker somewhere else; no login, and no error, where neither key is named.
[[nodiscard]] LoginReading read_login(const NamedKeys& named);

}  // namespace nightjar
