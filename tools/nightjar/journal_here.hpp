#pragma once

#include <functional>
#include <string>

#include "alerts/journal.hpp"
#include "tools/nightjar/desk_order.hpp"

namespace nightjar {

// What a command does on the journal itself, where no worker runs that could do it.

/// Opens the journal of the order's site, if there is one and no worker holds it, and does the work; else
/// says that no worker answers. The exit code.
[[nodiscard]] int with_journal_here(const std::string& command, const DeskOrder& order,
                                    const DeskSilence& silence, const std::function<int(Journal&)>& work);

[[nodiscard]] CaptureTime now_here();

/// The record of what the order's person does here.
[[nodiscard]] AuditRecord record_here(const DeskOrder& order, const DeskTarget& desk, const std::string& what,
                                      const std::string& about, const std::string& outcome);

}  // namespace nightjar
