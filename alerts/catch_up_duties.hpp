#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "alerts/alert_outlet.hpp"
#include "alerts/desk_request.hpp"

namespace nightjar {

// What a consumer asks that comes, or comes back: first what is open now, then what it has missed, then
// pictures. Each answer is one page, read from the journal's file beside whoever writes it, on the desk's
// thread; `bytes` of the request says how large it may be, so that a slow link gets it in small pieces.
// `journal` is the folder. Each duty lives no longer than the outlet.

/// {"do":"snapshot","id"[,"bytes","after","stream","seq"]}: the newest event of every open alert of the
/// channel, by priority, then the newest. `after` is the `next` of the page before. What is not behind
/// `stream` and `seq`, which the asker has, comes without its text.
[[nodiscard]] DeskDuty snapshot_duty(AlertOutlet& outlet, std::filesystem::path journal);

/// {"do":"since","id","stream","seq"[,"bytes"]}: the events of a stream behind a number, in order.
/// What is more than a day old is put down in the audit trail: who, from which number to which.
[[nodiscard]] DeskDuty since_duty(AlertOutlet& outlet, std::filesystem::path journal);

/// {"do":"evidence","id","person","sha256"[,"from","bytes","reason"]}: a picture that the channel shows, from
/// an offset on. Put down in the audit trail, once for all parts that are asked for under one id. A reason is
/// needed on restricted channels, and where no alert that shows it is open any more.
[[nodiscard]] DeskDuty evidence_duty(AlertOutlet& outlet, std::filesystem::path journal,
                                     std::set<std::string> restricted = {});

}  // namespace nightjar
