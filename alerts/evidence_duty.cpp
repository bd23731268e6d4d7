#include <algorithm>
#include <utility>

#include "alerts/base64.hpp"
#include "alerts/catch_up_duties.hpp"
#include "alerts/desk_duties.hpp"
#include "alerts/desk_page.hpp"
#include "alerts/json_fields.hpp"
#include "alerts/kept_reader.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostPicturePart = 150'000;  // 200 kB in base64

/// What it is that needs a reason here; empty: the picture belongs to what the room deals with now.
std::string needs_reason(JournalReader& journal, const DeskRequest& request, const std::string& digest,
                         bool restricted) {
  if (restricted) return "a picture of a restricted channel";
  return journal.shows_open(request.channel, digest) ? "" : "a picture of no open alert";
}

}  // namespace

DeskDuty evidence_duty(AlertOutlet& outlet, std::filesystem::path folder, std::set<std::string> restricted) {
  return
      [&outlet, folder = std::move(folder), restricted = std::move(restricted)](const DeskRequest& request) {
        std::string fault;
        JsonFields fields(request.body, "", fault);
        const std::string digest = fields.hex("sha256", 64);
        const auto from = static_cast<std::uint64_t>(fields.integer_if("from", 0, INT64_MAX / 2).value_or(0));
        const std::size_t bytes = page_bytes(fields);
        if (!fault.empty()) return DeskAnswer{fault, Json::object(), {}};
        const KeptReader reader(folder);
        JournalReader& journal = *reader;
        std::optional<JournalReader::PicturePart> part;
        if (journal.shows(request.channel, digest))
          part = journal.picture_part(digest, from, std::min(bytes / 4 * 3, kMostPicturePart));
        const std::string what = needs_reason(journal, request, digest, restricted.contains(request.channel));
        // The first part of a picture had its reason, or needed none: the alert may have been closed since.
        if (part && !what.empty() && request.reason.empty() && !was_noted(outlet, request))
          return DeskAnswer{reason_fault(request, what), Json::object(), {}};
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
