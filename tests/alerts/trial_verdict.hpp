#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/journal_check.hpp"
#include "alerts/journal_reader.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/trial_lives.hpp"

namespace nightjar {

/// What the consumer of a trial put down.
struct TrialShown {
  struct Event {
    int surely = 0, perhaps = 0;
    bool journalled = false;
    std::string digest;
  };
  std::map<std::pair<std::string, std::uint64_t>, Event> events;  ///< by stream and number
  std::size_t broken = 0, disorder = 0, torn = 0, changed = 0;
  std::string first_disorder;  ///< what was put down of that alert until then
};

inline TrialShown read_shown(const TrialStage& stage) {
  TrialShown shown;
  std::map<std::string, std::uint32_t> revisions;
  std::map<std::string, std::string> told;  // lines by alert
  std::ifstream lines(stage.notebook / "shown");
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string stream, alert, digest;
    std::uint64_t seq = 0;
    std::uint32_t revision = 0;
    bool superseded = false, perhaps = false, journalled = false;
    if (line.starts_with('#')) continue;
    if (line == "broken") {
      ++shown.broken;
    } else if (!(words >> stream >> seq >> alert >> revision >> superseded >> perhaps >> journalled >>
                 digest)) {
      ++shown.torn;
    } else {
      TrialShown::Event& event = shown.events[{stream, seq}];
      ++(perhaps ? event.perhaps : event.surely);
      if (!event.digest.empty() && event.digest != digest) ++shown.changed;
      event.journalled = journalled;
      event.digest = digest;
      std::uint32_t& newest = revisions[alert];
      told[alert] += line + "\n";
      if (!superseded && !perhaps && revision < newest && shown.disorder++ == 0)
        shown.first_disorder = told[alert];
      newest = std::max(newest, revision);
    }
  }
  return shown;
}

/// What came of a trial, held against the journal that is left.
struct TrialVerdict {
  std::size_t events = 0, written_late = 0;
  std::size_t lost = 0;       ///< in the journal, and never shown
  std::size_t doubles = 0;    ///< shown twice, and not said to be perhaps a second time
  std::size_t perhaps = 0;    ///< shown again as such
  std::size_t different = 0;  ///< shown with other bytes than the journal has
  std::size_t forgotten = 0;  ///< shown as journalled, but not in the journal
  std::size_t promised =
      0;  ///< shown as not journalled, by a worker that was killed before the disk was back
  std::size_t confirmed = 0, unkept = 0;  ///< that the disk had taken them; of these, not in the journal
  std::size_t broken = 0, disorder = 0, torn = 0;
  std::size_t streams = 0;
  std::string faults, findings, first_disorder, first_lost;
};

inline TrialVerdict judge(const TrialStage& stage) {
  TrialVerdict verdict;
  TrialShown shown = read_shown(stage);
  std::set<std::string> said;
  JournalReader journal(stage.worker);
  for (const JournalChain& chain : journal.chains()) {
    ++verdict.streams;
    std::uint64_t behind = 0;
    for (auto rows = journal.rows(chain, 0, 1000); !rows.empty(); rows = journal.rows(chain, behind, 1000)) {
      for (const JournalRow& row : rows) {
        behind = row.seq;
        ++verdict.events;
        const AlertReading event = from_json(row.text.value_or(""));
        if (event.event && !event.event->journalled) ++verdict.written_late;
        said.insert(row.alert + " " + row.happening);
        const auto found = shown.events.find({row.stream, row.seq});
        if (found == shown.events.end()) {
          if (++verdict.lost == 1) verdict.first_lost = row.stream + " " + std::to_string(row.seq);
          continue;
        }
        if (found->second.surely > 1) ++verdict.doubles;
        verdict.perhaps += static_cast<std::size_t>(found->second.perhaps);
        if (found->second.digest != hex(row.digest.value_or(Sha256{}))) ++verdict.different;
        shown.events.erase(found);
      }
    }
  }
  for (const auto& [place, event] : shown.events) {
    if (event.surely > 1) ++verdict.doubles;
    ++(event.journalled ? verdict.forgotten : verdict.promised);
  }
  std::istringstream confirmed(file_text(stage.notebook / "confirmed"));
  for (std::string line; std::getline(confirmed, line) && !confirmed.eof();) {
    ++verdict.confirmed;
    if (!said.contains(line)) ++verdict.unkept;
  }
  verdict.different += shown.changed;
  verdict.broken = shown.broken;
  verdict.disorder = shown.disorder;
  verdict.first_disorder = shown.first_disorder;
  verdict.torn = shown.torn;
  verdict.faults = file_text(stage.notebook / "faults");
  for (const JournalFinding& finding : JournalCheck(stage.worker, {}).run().findings)
    verdict.findings += finding.words + "\n";
  return verdict;
}

inline std::ostream& operator<<(std::ostream& out, const TrialVerdict& verdict) {
  return out << verdict.events << " events in " << verdict.streams << " chains (" << verdict.written_late
             << " written late, " << verdict.confirmed << " confirmed), " << verdict.lost << " lost, "
             << verdict.doubles << " twice, " << verdict.disorder << " out of order, " << verdict.perhaps
             << " perhaps again, " << verdict.promised
             << " shown that no disk took before its worker was killed";
}

inline void expect_nothing_wrong(const TrialVerdict& verdict) {
  EXPECT_GT(verdict.events, 100U);
  EXPECT_GT(verdict.confirmed, 100U);
  EXPECT_EQ(verdict.lost, 0U) << verdict.first_lost;
  EXPECT_EQ(verdict.unkept, 0U);
  EXPECT_EQ(verdict.doubles, 0U);
  EXPECT_EQ(verdict.different, 0U);
  EXPECT_EQ(verdict.forgotten, 0U);
  EXPECT_EQ(verdict.disorder, 0U) << verdict.first_disorder;
  EXPECT_EQ(verdict.broken, 0U);
  EXPECT_EQ(verdict.torn, 0U);
  EXPECT_EQ(verdict.faults, "");
  EXPECT_EQ(verdict.findings, "");
}

}  // namespace nightjar
