//! How often words stand in letters, as far as it decides which word of a pattern is looked for first.

use std::collections::HashMap;

/// Words that such letters are full of, by how often they stand in a thousand words. The lists only decide
/// which symbol of a pattern wakes it and which is looked for next, never what matches.
const COMMON: [(f32, &str); 6] = [
    (40.0, "the"),
    (16.0, "a and be i in is it of on that to was you"),
    (6.0, "as at been by can for from has have he if no not or this will with your"),
    (
        3.0,
        "about am an any are case court crown dear decision do had her may me mr ms one out police service she \
         should so there victim we were what which who would",
    ),
    (
        1.4,
        "above after again against all also ask back because before being but charge come contact could cps \
         crime date days did evidence go him his how it's know letter liaison like made march must my nothing \
         now number officer only our phone prosecution prosecutor put read review right ring said same say \
         sentence sincerely statement support tell then they think through time told two under unit up us want \
         when where yours",
    ),
    (
        0.6,
        "account act action address answer anyone anything april asked august away bail best between board both \
         bus call came can't cannot car care change charged code complaint complaints conditions considered \
         conviction course day dc december decided does don't done down else email end enough every example \
         february file first form found further get give given goes going gone good got guilty hand happened \
         having hear hearing help here home house i'll i'm into isn't its january judge july june just keep last \
         lawyer leave left let licence likely line longer look looked make manager material matter means \
         messages miss monday months more mrs name need never new next nobody november october off offence \
         office once order other outcome outside over own parole part pc people person personal place please \
         prison probation public realistic prospect re ref reference release reply report request road round \
         scheme second section see send sent september set side since six some somebody something sorry stage \
         still subject take taken talk team telephone test than that's them these thing things those thought \
         three took trial until upon urn victims vrr way week well went whether why within without witness work \
         working write writing wrong years you've yourself",
    ),
];

/// How often any other word is expected.
pub(super) const RARE: f32 = 0.05;

/// How often each common word is expected in a thousand words.
pub(super) fn often() -> HashMap<&'static str, f32> {
    COMMON.iter().flat_map(|(often, words)| words.split_ascii_whitespace().map(|w| (w, *often))).collect()
}
