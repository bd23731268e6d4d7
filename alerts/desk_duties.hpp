#pragma once

#include <functional>
#include <memory>
#include <string>

#include "alerts/alert_outlet.hpp"
#include "alerts/desk_request.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

/// Does a named person's deed once, however often it is asked for under the same id, and puts it down in the
/// audit trail, also where it was refused. `about` is what it is done to; `deed` runs on the alerts thread,
/// and may set a text that is to be kept with the record.
[[nodiscard]] DeskAnswer deed_once(
    AlertOutlet& outlet, const DeskRequest& request, const std::string& about,
    const std::function<DeskAnswer(AlertDelivery&, std::optional<KeptText>&)>& deed);

/// Puts a question down in the audit trail before it is answered; a fault, in words, where the disk does not
/// take it: then it must not be answered.
[[nodiscard]] std::string note_question(AlertOutlet& outlet, const DeskRequest& request,
                                        const std::string& about, const std::string& outcome);

/// Whether a request of this id was put down before, of whomever and about whatever.
[[nodiscard]] bool was_noted(AlertOutlet& outlet, const DeskRequest& request);

/// Why a request without a reason is refused, or nothing; `what` it is that needs one: "an export".
[[nodiscard]] std::string reason_fault(const DeskRequest& request, const std::string& what);

// Each lives no longer than the outlet.

/// {"do":"act","id","person","alert","action"[,"code","note","confirms","to","revision","reason"]}
[[nodiscard]] DeskDuty act_duty(AlertOutlet& outlet);

/// {"do":"search","id","person","alert"} or {…,"mark","reason"}: the newest state of one alert, which
/// everybody on the channel has been told, or of every open one about a mark.
[[nodiscard]] DeskDuty search_duty(AlertOutlet& outlet);

/// {"do":"lookup","id","person","reason","mark"}: what a read of the mark would match now, and why.
[[nodiscard]] DeskDuty lookup_duty(AlertOutlet& outlet,
                                   std::function<std::shared_ptr<const HotlistMatcher>()> lists);

/// Takes a list into force that was refused; true where it was done, and words either way.
struct ListAccepted {
  bool done = false;
  std::string words;
};

/// {"do":"accept","id","person","reason","list"}. `is_of` says whose people may judge a list;
/// `accept` is told the channel of who does.
[[nodiscard]] DeskDuty accept_duty(
    AlertOutlet& outlet, std::function<bool(const std::string& list, const std::string& channel)> is_of,
    std::function<ListAccepted(const std::string& list, const std::string& channel)> accept);

}  // namespace nightjar
