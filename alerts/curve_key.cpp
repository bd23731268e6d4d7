#include "alerts/curve_key.hpp"

#include <zmq.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace nightjar {
namespace {

constexpr std::size_t kKeyLetters = 40;
constexpr std::size_t kLongestName = 64;
using KeyText = std::array<char, kKeyLetters + 1>;

constexpr std::array<std::pair<std::string_view, KeyRole>, 4> kRoles{{{"watch", KeyRole::watch},
                                                                      {"operate", KeyRole::operate},
                                                                      {"supervise", KeyRole::supervise},
                                                                      {"console", KeyRole::console}}};

bool is_letter_or_digit(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9');
}

}  // namespace

std::string_view name_of(KeyRole role) {
  const auto* const found =
      std::find_if(kRoles.begin(), kRoles.end(), [&](const auto& each) { return each.second == role; });
  return found->first;
}

std::optional<KeyRole> key_role(std::string_view name) {
  for (const auto& [word, role] : kRoles)
    if (word == name) return role;
  return std::nullopt;
}

bool is_key_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && name.front() != '.' && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), [](char letter) {
           return is_letter_or_digit(letter) ||
                  std::string_view(".-_@").find(letter) != std::string_view::npos;
         });
}

/// The alphabet of ZeroMQ RFC 32; and five letters must not say more than 32 bits.
bool is_z85_key(std::string_view text) {
  constexpr std::string_view kOthers = ".-:+=^!/*?&<>()[]{}@%$#";
  if (text.size() != kKeyLetters) return false;
  for (const char letter : text)
    if (!is_letter_or_digit(letter) && kOthers.find(letter) == std::string_view::npos) return false;
  std::array<unsigned char, 32> bytes{};
  return zmq_z85_decode(bytes.data(), std::string(text).c_str()) != nullptr;
}

CurveKey make_curve_key(std::string name, KeyRole role, std::vector<std::string> channels) {
  KeyText public_key{}, secret_key{};
  if (zmq_curve_keypair(public_key.data(), secret_key.data()) != 0)
    throw std::runtime_error(std::string("no key can be made: ") + zmq_strerror(zmq_errno()));
  return {std::move(name), role, std::move(channels), public_key.data(), secret_key.data()};
}

std::optional<std::string> public_half(const std::string& secret_key) {
  KeyText public_key{};
  if (!is_z85_key(secret_key) || zmq_curve_public(public_key.data(), secret_key.c_str()) != 0)
    return std::nullopt;
  return public_key.data();
}

}  // namespace nightjar
