#include "alerts/desk_question.hpp"

#include <algorithm>
#include <utility>

#include "alerts/base64.hpp"
#include "alerts/json_fields.hpp"
#include "alerts/packed_text.hpp"
#include "alerts/sha256.hpp"

namespace nightjar {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::size_t kLongestName = 256;
constexpr std::size_t kLeastPage = 4 * 1024;
constexpr auto kPatience = 60s;  // for an answer; a page on a slow link takes some
constexpr auto kPause = 1s;      // after a refusal, or where nothing is there yet
constexpr std::size_t kLongestUnpacked = std::size_t{1} << 20U;

/// Items that came packed take their place; false where they are no such thing.
bool unpack_items(json& page) {
  const json& items = items_of(page);
  if (items.size() != 1 || !items[0].is_object() || !items[0].contains("packed")) return true;
  std::string fault;
  JsonFields fields(items[0], "", fault);
  const auto bytes = bytes_of_base64(fields.text("packed", kLongestPage));
  const auto text = bytes ? unpacked_text(*bytes, kLongestUnpacked) : std::nullopt;
  JsonObject parsed = text ? parse_object(*text, kLongestUnpacked) : JsonObject{{}, "not packed"};
  if (!parsed.fault.empty() || !parsed.object.contains("items")) return false;
  json unpacked = std::move(parsed.object["items"]);
  page["items"] = std::move(unpacked);
  return true;
}

}  // namespace

const json& items_of(const json& page) {
  static const json kNone = json::array();
  const auto items = page.find("items");
  return items != page.end() && items->is_array() ? *items : kNone;
}

bool DeskQuestion::may_be_put(Clock::time_point now) const {
  return now >= not_before_ && (id_.empty() || now - asked_at_ >= kPatience);
}

std::string DeskQuestion::put(nlohmann::ordered_json request, Clock::time_point now) {
  if (!request.contains("id")) request["id"] = random_id();
  id_ = request["id"].get<std::string>();
  asked_at_ = now;
  return dumped(request);
}

std::optional<DeskWord> DeskQuestion::answer(std::string_view text, Clock::time_point now) {
  JsonObject parsed = parse_object(text, kLongestPage);
  if (!parsed.fault.empty()) return std::nullopt;
  JsonFields fields(parsed.object, "", parsed.fault);
  const bool ok = fields.flag("ok");
  if (!parsed.fault.empty() || id_.empty() || fields.text("id", kLongestName) != id_) return std::nullopt;
  id_.clear();
  if (!ok) {
    refusal_ = fields.text_if("error", 4096).value_or("no reason is given");
    return DeskWord{};
  }
  refusal_.clear();
  adapt(now - asked_at_);
  if (!unpack_items(parsed.object)) {
    pause(now);
    return DeskWord{false, true, {}};
  }
  return DeskWord{true, false, std::move(parsed.object)};
}

void DeskQuestion::drop() {
  if (!id_.empty()) bytes_ = std::max(bytes_ / 2, kLeastPage);  // the link may have been too slow for it
  id_.clear();
  not_before_ = {};
}

void DeskQuestion::pause(Clock::time_point now) {
  not_before_ = now + kPause;
}

/// A page is to take between a quarter of a second and two.
void DeskQuestion::adapt(Clock::duration took) {
  if (took < 250ms) bytes_ = std::min(bytes_ * 2, kLongestPage);
  if (took > 2s) bytes_ = std::max(bytes_ / 2, kLeastPage);
}

}  // namespace nightjar
