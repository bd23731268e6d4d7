#include "config/feed_address.hpp"

#include <algorithm>
#include <charconv>

namespace nightjar {
namespace {

constexpr std::string_view kSchemeEnd = "://";

bool is_scheme_symbol(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
         c == '.';
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// What follows the user and password. A password may hold a bare '@' or '/', so the last '@' counts.
std::string_view after_user(std::string_view rest) {
  const std::size_t at = rest.rfind('@');
  return at == std::string_view::npos ? rest : rest.substr(at + 1);
}

}  // namespace

bool has_scheme(std::string_view uri) {
  const std::size_t end = uri.find(kSchemeEnd);
  return end != std::string_view::npos && end > 0 &&
         std::all_of(uri.begin(), uri.begin() + static_cast<std::ptrdiff_t>(end), is_scheme_symbol);
}

std::optional<NetworkAddress> parse_address(std::string_view uri) {
  if (!has_scheme(uri)) return std::nullopt;
  const std::size_t end = uri.find(kSchemeEnd);
  NetworkAddress address;
  address.scheme = lower(uri.substr(0, end));
  std::string_view rest = uri.substr(end + kSchemeEnd.size());
  const std::string_view authority = after_user(rest.substr(0, rest.find_first_of("/?#")));
  std::string_view port;
  if (!authority.empty() && authority.front() == '[') {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    address.host = authority.substr(1, close - 1);
    const std::string_view tail = authority.substr(close + 1);
    if (!tail.empty() && tail.front() != ':') return std::nullopt;
    port = tail;
  } else {
    const std::size_t colon = authority.find(':');
    address.host = authority.substr(0, colon);
    if (colon != std::string_view::npos) port = authority.substr(colon);
  }
  if (port.empty()) return address;
  port.remove_prefix(1);
  std::uint16_t number = 0;
  const auto [stop, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc{} || stop != port.data() + port.size() || number == 0) return std::nullopt;
  address.port = number;
  return address;
}

bool is_loopback(const NetworkAddress& address) {
  if (address.host == "localhost" || address.host == "::1") return true;
  unsigned part = 0;
  const char* at = address.host.data();
  const char* const end = at + address.host.size();
  for (int i = 0; i < 4; ++i) {
    const auto [stop, error] = std::from_chars(at, end, part);
    if (error != std::errc{} || part > 255 || (i == 0 && part != 127)) return false;
    at = stop;
    if (i < 3 && (at == end || *at++ != '.')) return false;
  }
  return at == end;
}

}  // namespace nightjar
