#include "tools/nightjar/journal_here.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "config/site_file.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {

int with_journal_here(const std::string& command, const DeskOrder& order, const DeskSilence& silence,
                      const std::function<int(Journal&)>& work) {
  const SiteLoad load = load_site(order.site);
  if (!load.site) return refuse_order(load.errors);
  std::error_code error;
  if (!std::filesystem::exists(load.site->journal / "journal.sqlite", error))
    return tell_silence(command, silence);
  try {
    Journal journal(load.site->journal);
    return work(journal);
  } catch (const JournalError& fault) {
    if (fault.cause() == JournalError::Cause::held) return tell_silence(command, silence);
    fmt::print(stderr, "{}: {}\n", command, printable(fault.what()));
    return 1;
  }
}

CaptureTime now_here() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

AuditRecord record_here(const DeskOrder& order, const DeskTarget& desk, const std::string& what,
                        const std::string& about, const std::string& outcome) {
  AuditRecord record;
  record.at = now_here();
  record.person = order.person;
  record.what = what;
  record.channel = desk.channel;
  record.about = about;
  if (const std::string reason = reason_at(desk, order); !reason.empty()) record.reason = reason;
  record.request = random_id();
  record.outcome = outcome;
  return record;
}

}  // namespace nightjar
