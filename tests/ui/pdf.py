# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""PDFs of one page, 300 × 400 points."""


def page(title='', locked=False):
    """Its title is written in a font that whoever draws it has to find."""
    bars = ''.join(f'40 {y} {width} 6 re f\n' for y, width in zip(range(280, 60, -16), (220, 200, 210, 90) * 4))
    content = f'BT /F 28 Tf 40 320 Td ({title}) Tj ET 0.7 g\n{bars}' if title else ''
    things = ('<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>',
              '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
              f'<</Length {len(content)}>>\nstream\n{content}\nendstream',
              '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')
    text, places = '%PDF-1.4\n', []
    for number, thing in enumerate(things, 1):
        places.append(f'{len(text):010} 00000 n \n')
        text += f'{number} 0 obj\n{thing}\nendobj\n'
    lock = f'/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{"A" * 64}>/U<{"A" * 64}>>>/ID[<00><00>]' if locked else ''
    return (f'{text}xref\n0 {len(things) + 1}\n0000000000 65535 f \n{"".join(places)}'
            f'trailer\n<</Size {len(things) + 1}/Root 1 0 R{lock}>>\nstartxref\n{len(text)}\n%%EOF\n')
