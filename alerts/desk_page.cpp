#include "alerts/desk_page.hpp"

#include <algorithm>
#include <utility>

#include "alerts/base64.hpp"
#include "alerts/packed_text.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLeastPage = 1024;
constexpr std::size_t kMostPage = kLongestPage - 4096;  // for what frames the items

}  // namespace

DeskPage::DeskPage(std::size_t bytes) : room_(std::min(bytes, kMostPage)) {}

bool DeskPage::take(Json item) {
  const std::size_t size = dumped(item).size() + 1;
  if (!answer.items.empty() && used_ + size > room_) return false;
  used_ += size;
  answer.items.push_back(std::move(item));
  return true;
}

std::size_t page_bytes(JsonFields& fields) {
  return static_cast<std::size_t>(
      fields.integer_if("bytes", kLeastPage, kLongestPage).value_or(std::int64_t{kLongestPage}));
}

DeskAnswer in_small(DeskAnswer answer, bool packed) {
  if (!packed || answer.items.empty()) return answer;
  const Json items{{"items", std::exchange(answer.items, {})}};
  answer.items.push_back({{"packed", base64(packed_text(dumped(items)))}});
  return answer;
}

}  // namespace nightjar
