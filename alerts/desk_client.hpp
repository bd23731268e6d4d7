#pragma once

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "alerts/curve_login.hpp"

namespace nightjar {

/// Nobody answers at an endpoint, or what answers is no desk; `what()` is one line that names it.
class DeskSilence : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a desk has answered, all its pages together.
struct DeskReply {
  bool ok = false;
  std::string error;
  nlohmann::ordered_json fields;              ///< of the first page, without its items
  std::vector<nlohmann::ordered_json> items;  ///< of all pages
};

/// Asks the desk of a running worker. Belongs to one thread.
class DeskClient {
 public:
  /// `login` for an encrypted endpoint. Throws DeskSilence where the endpoint may not be used.
  explicit DeskClient(const std::string& endpoint, const std::optional<CurveLogin>& login = std::nullopt);
  ~DeskClient();
  DeskClient(const DeskClient&) = delete;
  DeskClient& operator=(const DeskClient&) = delete;

  /// `request` has "do" and what goes with it; an id is added where there is none. Throws DeskSilence where
  /// no whole answer comes in time: the request may have been done all the same; the same id asks again.
  [[nodiscard]] DeskReply ask(nlohmann::ordered_json request,
                              std::chrono::milliseconds longest = std::chrono::seconds(10));

 private:
  struct Wire;
  std::unique_ptr<Wire> wire_;
};

}  // namespace nightjar
