#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar {

/// What the holder of a key may ask a desk for; each may also do what those before it may.
enum class KeyRole {
  watch,      ///< sees alerts, and changes nothing
  operate,    ///< deals with alerts, looks up, lists and holds marks, flies sorties
  supervise,  ///< also takes lists into force, and lists, exports and erases what is held
  console,    ///< also acts on behalf of people who have logged in there
};

[[nodiscard]] std::string_view name_of(KeyRole role);
[[nodiscard]] std::optional<KeyRole> key_role(std::string_view name);

/// A Curve25519 key with its owner's name. What the worker's copy says counts; the owner's is for people.
struct CurveKey {
  std::string name;  ///< letters, digits and . - _ @, at most 64: what the journal says
  KeyRole role = KeyRole::watch;
  std::vector<std::string> channels;  ///< empty: every channel that is not restricted
  std::string public_key;             ///< Z85, 40 characters
  std::string secret_key;             ///< Z85; empty in what is given to others
};

[[nodiscard]] bool is_key_name(std::string_view name);
[[nodiscard]] bool is_z85_key(std::string_view text);

/// A new key pair. Throws std::runtime_error where ZeroMQ has no encryption.
[[nodiscard]] CurveKey make_curve_key(std::string name, KeyRole role, std::vector<std::string> channels);

/// The public half of a secret key, both Z85; nullopt for what is none.
[[nodiscard]] std::optional<std::string> public_half(const std::string& secret_key);

}  // namespace nightjar
