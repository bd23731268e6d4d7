#include <algorithm>
#include <utility>

#include "alerts/base64.hpp"
#include "alerts/catch_up_duties.hpp"
#include "alerts/desk_duties.hpp"
#include "alerts/desk_page.hpp"
#include "alerts/journal_reader.hpp"
#include "alerts/json_fields.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostPicturePart = 150'000;  // 200 kB in base64

}  // namespace

DeskDuty evidence_duty(AlertOutlet& outlet, std::filesystem::path folder) {
  return [&outlet, folder = std::move(folder)](const DeskRequest& request) {
    std::string fault;
    JsonFields fields(request.body, "", fault);
    const std::string digest = fields.hex("sha256", 64);
    const auto from = static_cast<std::uint64_t>(fields.integer_if("from", 0, INT64_MAX / 2).value_or(0));
    const std::size_t bytes = page_bytes(fields);
    if (!fault.empty()) return DeskAnswer{fault, Json::object(), {}};
    JournalReader journal(folder);
    std::optional<JournalReader::PicturePart> part;
    if (journal.shows(request.channel, digest))
      part = journal.picture_part(digest, from, std::min(bytes / 4 * 3, kMostPicturePart));
    fault = note_question(outlet, request, digest, part ? "opened" : "not there");
    if (!fault.empty()) return DeskAnswer{fault, Json::object(), {}};
    if (!part) return DeskAnswer{"sha256: no picture of this channel", Json::object(), {}};
    DeskAnswer answer;
    answer.fields = {{"sha256", digest}, {"size", part->bytes}, {"from", from}};
    answer.items.push_back({{"base64", base64(part->part)}});
    return answer;
  };
}

}  // namespace nightjar
