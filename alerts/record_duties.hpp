#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/alert_outlet.hpp"
#include "alerts/desk_request.hpp"
#include "alerts/journal_reader.hpp"

namespace nightjar {

/// What lies outside the journal and may be held on a mark. Any may be empty.
struct RecordSources {
  std::filesystem::path journal;  ///< the folder
  std::string software;           ///< name and version of this worker
  /// The part of a site file that people of the channel may have; nothing: none of it.
  std::function<std::optional<std::string>(const std::string& channel, std::string_view site_text)>
      shown_site;
  /// Reads that are kept on feeds of the channel, of a folded mark.
  std::function<std::vector<nlohmann::ordered_json>(const std::string& channel, const std::string& mark)>
      reads;
  /// Forgets them; how many that were.
  std::function<std::size_t(const std::string& channel, const std::string& mark)> forget_reads;
  /// Takes a mark off the room's list; the list's text without it, for keeping. On the alerts thread.
  std::function<KeptText(const std::string& channel, const std::string& mark)> forget_entries;
};

/// Everything that a channel holds on a folded mark, an object each with "held": event, read, entry, hold,
/// audit. Throws JournalError.
[[nodiscard]] std::vector<nlohmann::ordered_json> held_on_mark(JournalReader& journal,
                                                               const std::string& channel,
                                                               const std::string& mark);

// Each duty lives no longer than the outlet. All but hold take long, and read beside the journal: none of
// them holds up the alerts thread.

/// {"do":"hold","id","person","subject" (an alert, a sortie or a mark),"case"[,"release":true,"reason"]}
[[nodiscard]] DeskDuty hold_duty(AlertOutlet& outlet);

/// {"do":"about","id","person","reason","mark"}: what the channel holds on a mark.
[[nodiscard]] DeskDuty about_duty(AlertOutlet& outlet, RecordSources sources);

/// {"do":"erase","id","person","reason","mark"}: deletes it, but for what a case needs.
[[nodiscard]] DeskDuty erase_duty(AlertOutlet& outlet, RecordSources sources);

/// {"do":"export","id","person","alert","reason"}: the alert as a bundle, in base64, a part an item; noted on
/// the alert, for everybody on the channel.
[[nodiscard]] DeskDuty export_duty(AlertOutlet& outlet, RecordSources sources);

/// Puts a hold into a channel's holds, or takes it out, as a request says; what became of it, and the text to
/// keep. `knows` says whether the channel has had an alert.
struct HoldOutcome {
  std::string fault;
  std::string words;
  KeptText kept;
};
struct HoldOrder {
  std::string channel, subject, case_reference, person, reason;
  bool release = false;
  CaptureTime now;
};
[[nodiscard]] HoldOutcome hold_for_case(const Journal& journal, const HoldOrder& order);

}  // namespace nightjar
