#include "alerts/desk_request.hpp"

#include <algorithm>

#include "alerts/json_fields.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestWord = 32;
constexpr std::size_t kLongestId = 64;
constexpr std::size_t kLongestPerson = 128;
constexpr std::size_t kLongestReason = 512;
constexpr std::size_t kPageMargin = 1024;  // for what frames the items

/// The text is UTF-8. Names and reasons are shown and logged for years: nothing in them may end a line, move
/// a cursor or turn the direction of writing.
bool is_plain(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t k) {
      return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7F) return false;
    if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) <= 0x9F) return false;  // U+0080 to U+009F
    if (byte(0) == 0xD8 && byte(1) == 0x9C) return false;                     // U+061C
    if (byte(0) != 0xE2) continue;
    const bool turns = byte(2) == 0x8E || byte(2) == 0x8F || (byte(2) >= 0xA8 && byte(2) <= 0xAE);
    if (byte(1) == 0x80 && turns) return false;                               // U+200E, F, U+2028 to E
    if (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) return false;  // U+2066 to U+2069
  }
  return true;
}

bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
  });
}

Json frame_of(const std::string& id, const DeskAnswer& answer) {
  Json frame{{"id", id}, {"ok", answer.error.empty()}};
  if (!answer.error.empty()) frame["error"] = answer.error;
  if (answer.fields.is_object()) frame.update(answer.fields);
  return frame;
}

/// Items as texts, so many to a page as fit.
std::vector<std::vector<std::string>> spread(const std::vector<Json>& items, std::size_t room) {
  std::vector<std::vector<std::string>> pages(1);
  std::size_t used = 0;
  for (const Json& item : items) {
    std::string text = dumped(item);
    if (text.size() + 1 > room) text = R"({"left_out":"too large for a page"})";
    if (used + text.size() + 1 > room) {
      pages.emplace_back();
      used = 0;
    }
    used += text.size() + 1;
    pages.back().push_back(std::move(text));
  }
  return pages;
}

std::string page_text(Json frame, const std::vector<std::string>& items, std::size_t page,
                      std::size_t pages) {
  frame["page"] = page;
  frame["pages"] = pages;
  std::string text = dumped(frame);
  text.pop_back();
  text += R"(,"items":[)";
  for (std::size_t i = 0; i < items.size(); ++i) text += (i == 0 ? "" : ",") + items[i];
  return text + "]}";
}

}  // namespace

DeskReading read_request(std::string_view text, const std::string& channel) {
  DeskReading reading;
  JsonObject parsed = parse_object(text, kLongestRequest);
  reading.fault = parsed.fault;
  if (!reading.fault.empty()) return reading;
  JsonFields fields(parsed.object, "", reading.fault);
  DeskRequest& request = reading.request;
  request.channel = channel;
  request.what = fields.text("do", kLongestWord);
  request.id = fields.text("id", kLongestId);
  request.person = fields.text_if("person", kLongestPerson).value_or("");
  request.reason = fields.text_if("reason", kLongestReason).value_or("");
  if (!is_id(request.what)) {
    request.what.clear();
    fields.blame("do", "is no word");
  }
  if (!is_id(request.id)) {
    request.id.clear();
    fields.blame("id", "is not made of letters, digits, dots, dashes and underscores");
  }
  if (!is_plain(request.person)) fields.blame("person", "holds control characters");
  if (!is_plain(request.reason)) fields.blame("reason", "holds control characters");
  request.body = std::move(parsed.object);
  return reading;
}

std::vector<std::string> pages_of(const std::string& id, const DeskAnswer& answer) {
  const Json frame = frame_of(id, answer);
  const std::size_t framed = dumped(frame).size() + kPageMargin;
  if (framed >= kLongestPage / 2) return pages_of(id, {"the answer is too large", Json::object(), {}});
  const auto pages = spread(answer.items, kLongestPage - framed);
  if (pages.size() > kMostPages)
    return pages_of(id, {"the answer is too large, ask for less", Json::object(), {}});
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < pages.size(); ++i)
    texts.push_back(page_text(frame, pages[i], i + 1, pages.size()));
  return texts;
}

}  // namespace nightjar
