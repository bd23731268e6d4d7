#include "processing/anpr/reading_plan.hpp"

#include <cmath>

namespace nightjar {

bool worth_another_read(const ReadsSoFar& so_far, const PlateStanding& is, const PlatePlace& seen,
                        const PlatePlace& expected, const ReadingPlanOptions& options) {
  if (!so_far.last || (is.promising && !is.sure && so_far.reads < options.first_reads)) return true;
  const double off = std::hypot(seen.centre.x - expected.centre.x, seen.centre.y - expected.centre.y);
  if (off > options.jump_widths * seen.width_px || seen.width_px > options.nearer * so_far.widest_px)
    return true;
  auto patience = is.sure                                             ? options.check_every
                  : is.promising && so_far.reads < options.many_reads ? options.unsure_every
                                                                      : options.doubtful_every;
  if (is.standing) patience *= options.standing_times;
  return seen.at - *so_far.last >= patience;
}

}  // namespace nightjar
