#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/curve_key.hpp"

namespace nightjar {

inline constexpr std::size_t kLongestRequest = 64 * 1024;
inline constexpr std::size_t kLongestPage = 256 * 1024;
inline constexpr std::size_t kMostPages = 64;  ///< of one answer; more is refused, not cut

/// By which key somebody asks.
struct DeskAsker {
  std::string key;  ///< its name
  KeyRole role = KeyRole::watch;
};

/// What somebody asks a channel's desk. What is not known is empty.
struct DeskRequest {
  std::string channel;  ///< whose desk
  std::string what;     ///< "do": act, search, lookup ...
  std::string id;       ///< the asker's own; the same one twice is one request
  std::string person;   ///< where it is a key's own, its name
  std::string reason;
  std::optional<DeskAsker> asker;  ///< of an encrypted channel
  nlohmann::json body;             ///< the whole request, for what its kind adds
};

/// A request, or what is wrong with it.
struct DeskReading {
  DeskRequest request;
  std::string fault;  ///< "id: is missing"; empty: the request is good
};

/// Never throws; refuses what is malformed, too large, or holds control characters where a name should be.
[[nodiscard]] DeskReading read_request(std::string_view text, const std::string& channel);

/// What the desk says to a request.
struct DeskAnswer {
  std::string error;                                                 ///< why nothing was done; empty: it was
  nlohmann::ordered_json fields = nlohmann::ordered_json::object();  ///< on every page
  std::vector<nlohmann::ordered_json> items;                         ///< spread over the pages
};

/// The answer as pages of at most kLongestPage, at least one: {"id","ok","page","pages",…,"items":[…]}.
[[nodiscard]] std::vector<std::string> pages_of(const std::string& id, const DeskAnswer& answer);

/// What a desk does for one word of "do"; called on the desk's thread.
using DeskDuty = std::function<DeskAnswer(const DeskRequest&)>;
using DeskDuties = std::map<std::string, DeskDuty>;

}  // namespace nightjar
