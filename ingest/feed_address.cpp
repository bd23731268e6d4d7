#include "ingest/feed_address.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace nightjar {
namespace {

constexpr std::string_view kAfterScheme = "://";

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// Host, and port if any: nothing here could be the beginning of user:password.
bool is_host_and_port(std::string_view authority) {
  if (!authority.empty() && authority.front() == '[') return true;
  const std::size_t colon = authority.find(':');
  return colon == std::string_view::npos || is_number(authority.substr(colon + 1));
}

/// Where user:password ends in what follows the scheme, the `@` counted in; 0: there is none.
std::size_t length_of_user_info(std::string_view rest) {
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t at = authority.rfind('@');
  const bool has_at = at != std::string_view::npos;
  if (is_host_and_port(authority.substr(has_at ? at + 1 : 0))) return has_at ? at + 1 : 0;
  const std::size_t last = rest.rfind('@');  // the password holds a slash, a question mark or a hash
  return last == std::string_view::npos ? 0 : last + 1;
}

}  // namespace

std::string percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
    if (low) {
      plain += static_cast<char>(*high * 16 + *low);
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

FeedAddress parse_feed_address(std::string_view address) {
  FeedAddress parsed;
  const std::size_t scheme_end = address.find(kAfterScheme);
  if (scheme_end == std::string_view::npos) {
    parsed.bare = address;
    return parsed;
  }
  parsed.scheme = address.substr(0, scheme_end);
  std::transform(parsed.scheme.begin(), parsed.scheme.end(), parsed.scheme.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::string_view rest = address.substr(scheme_end + kAfterScheme.size());
  const std::size_t length = parsed.scheme == "file" ? 0 : length_of_user_info(rest);
  if (length > 0) {
    const std::string_view user_info = rest.substr(0, length - 1);
    const std::size_t colon = user_info.find(':');
    parsed.user = percent_decoded(user_info.substr(0, colon));
    if (colon != std::string_view::npos) parsed.password = percent_decoded(user_info.substr(colon + 1));
  }
  parsed.bare = parsed.scheme + std::string(kAfterScheme) + std::string(rest.substr(length));
  return parsed;
}

std::string public_address(std::string_view address) {
  const FeedAddress parsed = parse_feed_address(address);
  if (parsed.scheme.empty() || parsed.scheme == "file") return std::string(address);
  // An `@` still left may end a password whose beginning looked like a host and a port.
  const std::size_t host = parsed.scheme.size() + kAfterScheme.size();
  std::string shown = parsed.bare;
  if (const std::size_t at = shown.rfind('@'); at != std::string::npos && at >= host)
    shown.erase(host, at + 1 - host);
  shown.erase(std::min(shown.find_first_of("?#"), shown.size()));
  const std::size_t path = std::min(shown.find('/', host), shown.size());
  if (shown.find_first_of("&;=", path) != std::string::npos) shown.erase(path);
  return shown;
}

}  // namespace nightjar
