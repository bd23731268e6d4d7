#include "alerts/trail_duty.hpp"

#include <utility>

#include "alerts/desk_page.hpp"
#include "alerts/json_fields.hpp"
#include "alerts/kept_reader.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kRowsAtOnce = 64;

}  // namespace

DeskDuty trail_duty(std::filesystem::path folder) {
  return [folder = std::move(folder)](const DeskRequest& request) {
    std::string fault;
    JsonFields fields(request.body, "", fault);
    auto behind = static_cast<std::uint64_t>(fields.integer_if("behind", 0, INT64_MAX).value_or(0));
    const std::size_t bytes = page_bytes(fields);
    const bool packed = fields.flag_if("packed").value_or(false);
    if (!fault.empty()) return DeskAnswer{fault, Json::object(), {}};
    const KeptReader reader(folder);
    JournalReader& journal = *reader;
    DeskPage page(bytes);
    page.answer.fields["channel"] = request.channel;
    const auto next = [&] { return journal.trail(request.channel, behind, kRowsAtOnce); };
    for (auto records = next(); !records.empty(); records = next())
      for (const StoredAudit& record : records) {
        if (!page.take({{"number", record.seq}, {"head", hex(record.trail_head)}, {"text", record.text}})) {
          page.answer.fields["next"] = behind;
          return in_small(std::move(page.answer), packed);
        }
        behind = record.seq;
      }
    return in_small(std::move(page.answer), packed);
  };
}

}  // namespace nightjar
