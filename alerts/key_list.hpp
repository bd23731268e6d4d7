#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "alerts/curve_key.hpp"

namespace nightjar {

/// What a key that asks to be let in is.
enum class KeyStanding { cleared, not_cleared, revoked, unknown };

/// Whether a key is for a channel: one that names no channel is for all that are not restricted.
[[nodiscard]] bool is_cleared_for(const CurveKey& key, const std::string& channel, bool restricted);

/// Who may use one channel, and who has come in.
class KeyList {
 public:
  KeyList(std::string channel, bool restricted) : channel_(std::move(channel)), restricted_(restricted) {}

  /// The keys from now on. True where one that had come in is not among them any more.
  bool replace(const std::vector<CurveKey>& keys);

  /// By the public key; notes that it has come in.
  KeyStanding admit(const std::string& public_key);

  /// The key where it is cleared for the channel.
  [[nodiscard]] std::optional<CurveKey> cleared(const std::string& public_key) const;

  /// Whose key it is or was; empty where nobody knows.
  [[nodiscard]] std::string name_of(const std::string& public_key) const;

  [[nodiscard]] bool restricted() const { return restricted_; }

 private:
  std::string channel_;
  bool restricted_;
  std::map<std::string, CurveKey> keys_;        ///< by public key, of all channels
  std::map<std::string, std::string> revoked_;  ///< names by public key
  std::set<std::string> inside_;                ///< public keys that came in since the sockets were closed
};

}  // namespace nightjar
