#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "processing/thermal/contact.hpp"

namespace nightjar {

struct KinshipOptions {
  double same_m = 1.2;         ///< that two ways of being off do not differ by
  double longest_away_s = 60;  ///< who moved and was away for longer is a new contact
  double overlap_s = 0.6;      ///< that a lost contact may still have been seen beside its successor
  double least_speed = 0.3;    ///< m/s of one of the two: who rests is known by place alone
  double off_m = 2.5;          ///< that somebody may be off their way at once, a vehicle half its length more
  double most_off_m = 10;      ///< however long away: whoever is farther off is a person by themselves
  double off_of_way = 0.35;    ///< and so much of the way made since
  double stirred_m = 2;        ///< from where somebody lay or stood to where they were first seen to move
  double stirred_alike_m = 2.5;  ///< the same where both surely look alike
  double stirred_s = 3;          ///< after they were last seen there
  double walk_mps = 1.5;         ///< at which they may be off since, if they are seen there no more
  double drive_mps = 8;          ///< likewise a vehicle that stood or was taken to
  double drive_s = 6;            ///< for so long
  double driven_off_s = 1;       ///< its place in view without it: it is not only hidden
  double bolt_mps = 9;           ///< at which an animal that lay or stood may be off since
  double bolt_s = 8;             ///< for so long
  double roam_mps = 1;           ///< at which one that grazes or trots may be
  double roam_m = 15;            ///< so far at most
  double small_m = 1.5;          ///< animals shorter than this trot: foxes, dogs
  double trot_mps = 3;           ///< so fast, whether or not their place was seen without them
  double trot_m = 25;            ///< so far at most
  double trot_s = 15;            ///< for so long
  double surely_gone_s = 0.2;    ///< its place in view without it: it is elsewhere
  double most_ratio =
      2.6;  ///< between contrasts, and between lengths, of one body; of a vehicle any part may show
  double most_ratio_stirred = 3.5;  ///< between contrasts of one who lay and got up
  double most_ratio_alike = 3.5;    ///< between lengths of two that surely look alike
  double least_same_class = 0.35;   ///< probability that the looks are of one class
  double surely_same_class = 0.8;   ///< likewise: they look alike
};

/// How far, in units of the plane, `fresh` first came up from where `lost` would have been by then, or `lost`
/// from where `fresh` must have been; nullopt where they cannot be one body that moved out of sight and came
/// back: by time, speed, class, size or contrast, or because both rest.
[[nodiscard]] std::optional<double> off_its_way(const Contact& lost, const Contact& fresh,
                                                const KinshipOptions& options);

/// Which of the contacts, confirmed and out of sight, `fresh` must be, come back into it; nullopt: none, or
/// more than one may be. Of animals that may be it the nearest is.
[[nodiscard]] std::optional<std::size_t> lost_before(const std::vector<Contact>& contacts,
                                                     const Contact& fresh, const KinshipOptions& options);

}  // namespace nightjar
